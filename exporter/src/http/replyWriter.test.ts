import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { api } from '../../../contract/api.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { lasting } from '../lasting.ts';
import { replyWriter } from './replyWriter.ts';

/** Replies of a real service, one of each endpoint. */
const examples = JSON.parse(readFileSync(new URL('../../../contract/openapi/examples.json', import.meta.url), 'utf8')) as Record<string, unknown>;

const Thing = z.object({ name: z.string(), note: z.string().optional(), size: z.number().int() });
const Page = z.object({ first: z.boolean().default(true), items: z.array(Thing), next: z.string().nullable(), more: z.array(z.string()).optional() });

describe('replyWriter', () => {
  it('writes what the schema lets out, byte for byte as JSON does', () => {
    const reply = { next: null, secret: 'hunter2', items: [{ secret: 'hunter2', size: 1, name: 'é"\n' }, { name: 'b', note: undefined, size: 2 }], more: undefined };
    expect(replyWriter(Page)(reply)).toBe(JSON.stringify(Page.parse(reply)));
    expect(replyWriter(Thing)(reply.items[0])).toBe('{"name":"é\\"\\n","size":1}');
    expect(replyWriter(Page)({ items: [], next: 'x' })).toBe('{"first":true,"items":[],"next":"x"}');
  });

  it.each(Object.entries(api as Record<string, Endpoint>).filter(([operation]) => examples[operation] !== undefined))('writes the reply of %s as JSON does', (operation, { reply }) => {
    const example = examples[operation];
    const write = replyWriter(reply);
    const text = JSON.stringify(reply.parse(example));
    expect(write(example)).toBe(text);
    expect([write(typeof example === 'object' && example !== null ? lasting(example) : example), write(example)]).toEqual([text, text]);
  });

  it('keeps to rules of a schema beside those of its parts', () => {
    const strict = replyWriter(z.strictObject({ items: z.array(Thing) }));
    expect(() => strict({ items: [], secret: 1 })).toThrow(z.ZodError);
    expect(() => replyWriter(z.object({ items: z.array(Thing).max(1) }))({ items: [{ name: 'a', size: 1 }, { name: 'b', size: 1 }] })).toThrow(z.ZodError);
    expect(() => replyWriter(Page.refine(({ items }) => items.length > 0))({ items: [], next: null })).toThrow(z.ZodError);
  });

  it.each([[null], [[]], [{ items: {}, next: null }], [{ items: [], next: 1 }], [{ items: [{ name: 'a', size: 1.5 }], next: null }]])('refuses %j as the schema does', (reply) => {
    const { error } = Page.safeParse(reply);
    expect(() => replyWriter(Page)(reply)).toThrow(error as z.ZodError);
  });

  it('keeps the text of what lasts, and of nothing else', () => {
    let checked = 0;
    const write = replyWriter(z.object({ items: z.array(Thing.refine(() => (checked += 1) > 0)) }));
    const [lasts, changes, broken] = [lasting({ name: 'a', size: 1 }), { name: 'b', size: 1 }, lasting({ name: 'c', size: 0.5 })];
    write({ items: [lasts, changes] });
    changes.size = 2;
    expect(write({ items: [lasts, changes] })).toBe('{"items":[{"name":"a","size":1},{"name":"b","size":2}]}');
    expect(checked).toBe(3);
    // What did not fit once is refused again.
    expect([1, 2].map(() => { try { return write({ items: [broken] }); } catch (error) { return (error as z.ZodError).issues[0]?.path; } })).toEqual([['items', 0, 'size'], ['items', 0, 'size']]);
  });
});

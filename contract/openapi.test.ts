import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { api } from './api.ts';
import type { Endpoint } from './endpoint.ts';
import { openapi } from './openapi.ts';
import { tags } from './openapi/tags.ts';

type Json = Record<string, never>;
const table = api as Record<string, Endpoint>;
const document = openapi(table, '1.2.3') as Json;
const text = JSON.stringify(document);

function resolve(ref: string): unknown {
  return ref.slice(2).split('/').reduce((at: unknown, step) => (at as Json | undefined)?.[step], document);
}

const examples = JSON.parse(readFileSync(new URL('./openapi/examples.json', import.meta.url), 'utf8')) as Record<string, unknown>;

describe('openapi', () => {
  it('has every row of the table as one operation', () => {
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map((match) => match[1]);
    expect(ids.sort()).toEqual(Object.keys(table).sort());
  });

  it('has nothing but references that resolve', () => {
    const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] as string));
    expect([...refs].filter((ref) => resolve(ref) === undefined)).toEqual([]);
    expect(text).not.toMatch(/\$defs|__shared|inline\./);
  });

  it('describes every tag that is used', () => {
    expect([...new Set(Object.values(table).map((row) => row.tag))].filter((tag) => tags[tag] === undefined)).toEqual([]);
  });

  it('tells path parameters of each placeholder', () => {
    for (const row of Object.values(table)) {
      const { parameters = [] } = document['paths']?.[row.path]?.[row.method.toLowerCase()] as unknown as { parameters?: Array<{ in: string; name: string }> };
      const told = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect([row.path, told]).toEqual([row.path, [...row.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])]);
    }
  });

  it('keeps what is sent apart from what is read where the two differ', () => {
    const create = document['paths']?.['/servers']?.['post'] as unknown as { requestBody: unknown; responses: Record<string, unknown> };
    expect(create.requestBody).toMatchObject({ required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/ServerCreate' } } } });
    expect(create.responses['201']).toMatchObject({ content: { 'application/json': { schema: { $ref: '#/components/schemas/Server' } } } });
    const body = resolve('#/components/schemas/ServerCreate') as { required: string[]; additionalProperties: boolean };
    expect(body.required.sort()).toEqual(['auth', 'host', 'name', 'username']);
    expect(body.additionalProperties).toBe(false);
  });

  it('has examples that are replies of the contract as it is', () => {
    // Exactly: a field that came or went since is a reason to record them anew.
    for (const [operation, example] of Object.entries(examples)) {
      expect([operation, example]).toEqual([operation, table[operation]?.reply.parse(example)]);
    }
    expect(JSON.stringify(examples)).not.toMatch(/PRIVATE KEY|shw_\w{20}/);
  });

  it('has an example for every reply that is JSON, but for those with a secret, without an end, or of a thing outside', () => {
    const without = new Set(['createToken', 'createKeyPair', 'makeCalendarLink', 'followFeed', 'linkTelegram', 'putTelegram', 'putGrafanaLink', 'testContact', 'silenceIncident', 'unsilenceIncident']);
    const isJson = ({ method, reply, produces }: Endpoint) => method !== 'DELETE' && produces === undefined && !reply.safeParse(undefined).success;
    expect(Object.keys(table).filter((operation) => isJson(table[operation] as Endpoint) && !without.has(operation) && examples[operation] === undefined)).toEqual([]);
  });
});

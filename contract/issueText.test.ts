import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { plainIssues, issueText } from './issueText.ts';

const said = (schema: z.ZodType, value: unknown): string[] => (schema.safeParse(value).error?.issues ?? []).flatMap(plainIssues).map((issue) => `${issue.path.join('.')}: ${issueText(issue)}`);

describe('what is wrong with a value that may be of several kinds', () => {
  const level = z.enum(['info', 'error']);
  const schema = z.object({ level: z.union([level, z.array(level)]) });
  it('says what the kind that it is takes', () => {
    expect(said(schema, { level: 'loud' })).toEqual(['level: Invalid option: expected one of "info"|"error"']);
    expect(said(schema, { level: ['info', 'loud'] })).toEqual(['level.1: Invalid option: expected one of "info"|"error"']);
  });
  it('says all kinds when it is none, and that it is missing', () => {
    const several = z.object({ source: z.union([z.string(), z.array(z.string())]) });
    expect(said(several, { source: 5 })).toEqual(['source: Invalid input: expected string or array, received number']);
    expect(said(several, {})).toEqual(['source: is missing']);
    expect(said(z.object({ source: z.union([z.string(), z.number()], { error: 'an id' }) }), {})).toEqual(['source: is missing: an id']);
  });
  it('leaves a kind that is told by a field to that field', () => {
    const kinds = z.object({ auth: z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })]) });
    expect(said(kinds, { auth: { type: 'c' } })).toEqual(["auth.type: Invalid discriminator value. Expected 'a' | 'b'"]);
  });
});

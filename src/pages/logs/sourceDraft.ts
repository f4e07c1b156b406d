import type { z } from 'zod';
import { LogSourceInput, type LogSource } from '../../../contract/logSource.ts';
import { ruleLike } from './ruleLike';

type Draft = z.input<typeof LogSourceInput>;
const fields = Object.keys(LogSourceInput.shape) as Array<keyof LogSourceInput>;

/** What the editor begins with; `like` is a message whose kind shall be counted. */
export function sourceDraft(saved: LogSource | undefined, server: string | undefined, like?: string): Draft {
  if (saved === undefined) {
    return { name: '', type: 'file', serverId: server ?? null, path: null, format: 'auto', timeZone: 'UTC' };
  }
  const draft = Object.fromEntries(fields.map((field) => [field, saved[field]])) as Draft;
  return like === undefined ? draft : { ...draft, count: true, rules: [...saved.rules, ruleLike(like)] };
}

/** The contract's rules by field. */
export function sourceProblems(draft: Draft): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { path, message } of LogSourceInput.safeParse(draft).error?.issues ?? []) {
    found[String(path[0])] ??= message.charAt(0).toUpperCase() + message.slice(1);
  }
  return draft.name === '' ? { ...found, name: 'Enter a name.' } : found;
}

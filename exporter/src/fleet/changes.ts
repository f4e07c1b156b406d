import { isDeepStrictEqual } from 'node:util';

/** What an audit entry tells of a changed record: each field that is another now, before and after. */
export type Changes = Record<string, { from?: unknown; to?: unknown }>;

/** Compares two forms of a record as the API shows it, which never has a secret in it. */
export function changesBetween(before: object | undefined, after: object | undefined): Changes {
  const from = (before ?? {}) as Record<string, unknown>;
  const to = (after ?? {}) as Record<string, unknown>;
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(from[name], to[name]));
  return Object.fromEntries(
    changed.map((name) => [name, { ...(name in from ? { from: from[name] } : {}), ...(name in to ? { to: to[name] } : {}) }])
  );
}

import type { z } from 'zod';
import { Failure } from '../errors.ts';

/**
 * Cursors say where a page ended by the sort values of its last item, never by a count,
 * so that records that come and go meanwhile neither repeat nor hide others.
 * `list` names the list and its order: a cursor of another one is refused.
 */
export function encodeCursor(list: string, position: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

/** PostgreSQL fails at what its columns can not hold, where SQLite just finds nothing. */
const canBeStored = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isSafeInteger(value) : typeof value !== 'string' || !value.includes('\u0000');

/** The position in a cursor, as `schema` tells its form; a Failure `bad_cursor` for anything this list did not give. */
export function decodeCursor<T>(list: string, schema: z.ZodType<T>, cursor: string | undefined): T | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  try {
    const [name, ...position] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (name === list && position.every(canBeStored)) {
      return schema.parse(position);
    }
  } catch (error) {
    throw new Failure('bad_cursor', { cause: error });
  }
  throw new Failure('bad_cursor');
}

/** A page of at most `limit` items out of `limit + 1` that were read: one more tells that there is a next page. */
export function pageOfRows<Row, Item>(rows: readonly Row[], limit: number, item: (row: Row) => Item, cursor: (last: Row) => string): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? cursor(last) : null };
}

import { sql, type ColumnDataType, type CreateTableBuilder, type RawBuilder } from 'kysely';

/**
 * Column types that read and write the same in both databases. SQLite has no boolean, no instant and no JSON,
 * so rows hold 0 | 1, milliseconds and text, and a repository turns them into what the house speaks.
 */
export type Flag = 0 | 1;
export const flag = (value: boolean): Flag => (value ? 1 : 0);

/** Milliseconds since the epoch. */
export type Millis = number;

/** JSON kept as text, with the type of what is inside. */
export type JsonText<T> = string & { readonly content?: T };
export const toJson = <T>(value: T): JsonText<T> => JSON.stringify(value);
export const fromJson = <T>(text: JsonText<T>): T => JSON.parse(text) as T;

export type Dialect = 'sqlite' | 'postgres';

type ColumnType = ColumnDataType | RawBuilder<unknown>;

/** What a migration names its columns' types with. */
export interface ColumnTypes {
  /** Compared and sorted by code point in both databases; PostgreSQL would use the language of its cluster. */
  text: ColumnType;
  /** Exact up to 2^53, which is what a JavaScript number holds. */
  integer: ColumnType;
  real: ColumnType;
  flag: ColumnType;
  millis: ColumnType;
  json: ColumnType;
  bytes: ColumnType;
  /** A primary key that grows with each insert and is never used again: `.$call(types.sequence('seq'))`. */
  sequence(name: string): <T extends string, C extends string>(table: CreateTableBuilder<T, C>) => CreateTableBuilder<T, C>;
}

export function columnTypes(dialect: Dialect): ColumnTypes {
  const common = { integer: 'bigint', real: 'double precision', flag: 'smallint', millis: 'bigint' } as const;
  if (dialect === 'sqlite') {
    return {
      ...common,
      text: 'text',
      json: 'text',
      bytes: 'blob',
      sequence: (name) => (table) => table.addColumn(name, 'integer', (column) => column.primaryKey().autoIncrement()),
    };
  }
  return {
    ...common,
    text: sql`text collate "C"`,
    json: 'text',
    bytes: 'bytea',
    sequence: (name) => (table) => table.addColumn(name, 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity()),
  };
}

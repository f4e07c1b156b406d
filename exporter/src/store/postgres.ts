import { PostgresDialect } from 'kysely';
import type pg from 'pg';
import { StoreRefusal } from './refusal.ts';

/** bigint and count(*) as numbers: nothing here passes 2^53. The driver's default is text. */
const typeParsers = ({ builtins, getTypeParser }: typeof pg.types) => ({
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === builtins.INT8 && format !== 'binary' ? Number : getTypeParser(oid, format as 'text')) as typeof getTypeParser,
});

/** The driver, loaded when there is a PostgreSQL to use it for. */
export const loadPg = async (): Promise<typeof pg> => (await import('pg')).default;

/** Removes a password from what an error or a log line might quote. */
export const withoutPassword = (url: string): string => url.replace(/^([a-z]+:\/\/[^:@/]*):[^@/]*@/i, '$1:***@');

/** A PostgreSQL given by URL; rejects when it does not answer or is not UTF-8. */
export async function openPostgres(url: string): Promise<PostgresDialect> {
  const { Pool, types } = await loadPg();
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000, application_name: 'shellwatch', types: typeParsers(types) });
  // A connection that breaks fails the query that runs on it, and the pool makes a new one. It tells of it by an event
  // besides, idle or not, which would end the process if nobody listened.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    const { rows } = await pool.query<{ encoding: string }>("select current_setting('server_encoding') as encoding");
    if (rows[0]?.encoding !== 'UTF8') {
      throw new StoreRefusal(`The database ${withoutPassword(url)} has the encoding ${rows[0]?.encoding}; create one with encoding UTF8.`);
    }
    return new PostgresDialect({ pool });
  } catch (error) {
    await pool.end();
    throw error instanceof StoreRefusal
      ? error
      : new StoreRefusal(`The database ${withoutPassword(url)} can not be opened: ${(error as Error).message || (error as { code?: string }).code}.`, { cause: error });
  }
}

import Sqlite from 'better-sqlite3';
import { makeOwnFile } from './folderOwner.ts';
import { loadPg } from './postgres.ts';
import { StoreRefusal } from './refusal.ts';

/** Any number, the same in every exporter: the name of the lock. */
const lockId = 7_233_002;

const taken = (what: string): StoreRefusal =>
  new StoreRefusal(`Another Shellwatch service uses ${what}. One database serves one service: stop the other one, or give this one a database of its own.`);

/** Gives a claim back. */
export type Release = () => Promise<void>;

/** A file beside the database, locked as long as the process lives: the system takes the lock back when it is killed. */
export function claimFile(file: string): Release {
  makeOwnFile(`${file}.lock`);
  const lock = new Sqlite(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true ? taken(`the database ${file}`) : error;
  }
  return async () => void lock.close();
}

/** A lock of a session of its own, which PostgreSQL takes back when the connection ends. */
export async function claimPostgres(url: string, shown: string): Promise<Release> {
  const { Client } = await loadPg();
  const client = new Client({ connectionString: url, application_name: 'shellwatch claim' });
  // A lost connection loses the claim, and not the service: whoever comes then is told by nobody, as with no claim at all.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${lockId}) as got`);
  if (rows[0]?.got !== true) {
    await client.end();
    throw taken(`the database ${shown}`);
  }
  return () => client.end();
}

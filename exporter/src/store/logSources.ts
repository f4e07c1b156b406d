import type { Kysely } from 'kysely';
import type { LogSourceInput } from '../../../contract/logSource.ts';
import { fromJson, toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

export interface LogSourceRecord {
  id: string;
  definition: LogSourceInput;
  revision: number;
  createdAt: Millis;
  updatedAt: Millis;
}

interface LogSourceRow extends Omit<LogSourceRecord, 'definition'> {
  name: string;
  definition: JsonText<LogSourceInput>;
}

/** How far the files of a source on a server were counted, and the counts up to there. */
export interface LogProgress {
  sourceId: string;
  serverId: string;
  positions: Array<{ path: string; inode: number; offset: number; mark?: string | undefined }>;
  levels: Record<string, number>;
  rules: Record<string, number>;
  updatedAt: Millis;
}

interface LogProgressRow {
  sourceId: string;
  serverId: string;
  positions: JsonText<LogProgress['positions']>;
  levels: JsonText<Record<string, number>>;
  rules: JsonText<Record<string, number>>;
  updatedAt: Millis;
}

export interface LogTables {
  logSources: LogSourceRow;
  logProgress: LogProgressRow;
}

const toRow = ({ definition, ...record }: LogSourceRecord): LogSourceRow => ({ ...record, name: definition.name, definition: toJson(definition) });
const fromRow = ({ name: _, definition, ...row }: LogSourceRow): LogSourceRecord => ({ ...row, definition: fromJson(definition) });

export type LogSourceRepository = ReturnType<typeof createLogSourceRepository>;

export function createLogSourceRepository(db: Kysely<Database>) {
  return {
    all: async (): Promise<LogSourceRecord[]> => (await db.selectFrom('logSources').selectAll().orderBy('name').execute()).map(fromRow),
    async byId(id: string): Promise<LogSourceRecord | undefined> {
      const row = await db.selectFrom('logSources').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    async byName(name: string): Promise<LogSourceRecord | undefined> {
      const row = await db.selectFrom('logSources').selectAll().where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    async insert(record: LogSourceRecord): Promise<void> {
      await db.insertInto('logSources').values(toRow(record)).execute();
    },
    /** False when the revision is not `read` any more. */
    async update(record: LogSourceRecord, read: number): Promise<boolean> {
      const { id, createdAt: _, ...row } = toRow(record);
      return (await db.updateTable('logSources').set(row).where('id', '=', id).where('revision', '=', read).executeTakeFirst()).numUpdatedRows === 1n;
    },
    async remove(id: string): Promise<void> {
      await db.deleteFrom('logSources').where('id', '=', id).execute();
    },

    async progress(): Promise<LogProgress[]> {
      const rows = await db.selectFrom('logProgress').selectAll().execute();
      return rows.map((row) => ({ ...row, positions: fromJson(row.positions), levels: fromJson(row.levels), rules: fromJson(row.rules) }));
    },
    /** One statement: positions and counts go together. */
    async saveProgress({ positions, levels, rules, ...key }: LogProgress): Promise<void> {
      const values = { ...key, positions: toJson(positions), levels: toJson(levels), rules: toJson(rules) };
      const { sourceId: _s, serverId: _v, ...changed } = values;
      await db.insertInto('logProgress').values(values).onConflict((conflict) => conflict.columns(['sourceId', 'serverId']).doUpdateSet(changed)).execute();
    },
  };
}

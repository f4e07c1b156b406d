import { sql, type Kysely } from 'kysely';
import type { CommandInput } from '../../../contract/command.ts';
import { fromJson, toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** A saved command: its definition whole, as the contract has it. */
export interface CommandRecord {
  id: string;
  definition: CommandInput;
  revision: number;
  createdAt: Millis;
  updatedAt: Millis;
  updatedBy: string;
}

interface CommandRow extends Omit<CommandRecord, 'definition'> {
  name: string;
  definition: JsonText<CommandInput>;
  searchText: string;
}

export interface CommandTables {
  commands: CommandRow;
}

const toRow = ({ definition, ...record }: CommandRecord): CommandRow => ({
  ...record,
  name: definition.name,
  definition: toJson(definition),
  searchText: `${definition.name}\n${definition.description}`.toLowerCase(),
});
const fromRow = ({ name: _n, searchText: _s, definition, ...row }: CommandRow): CommandRecord => ({ ...row, definition: fromJson(definition) });

export type CommandRepository = ReturnType<typeof createCommandRepository>;

export function createCommandRepository(db: Kysely<Database>) {
  return {
    async page(text: string | undefined, after: string | undefined, limit: number): Promise<CommandRecord[]> {
      let query = db.selectFrom('commands').selectAll().orderBy('name').limit(limit);
      if (text !== undefined && text !== '') {
        const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
        query = query.where(sql<boolean>`search_text like ${pattern} escape '\\'`);
      }
      return (await (after === undefined ? query : query.where('name', '>', after)).execute()).map(fromRow);
    },
    all: async (): Promise<CommandRecord[]> => (await db.selectFrom('commands').selectAll().orderBy('name').execute()).map(fromRow),
    async byId(id: string): Promise<CommandRecord | undefined> {
      const row = await db.selectFrom('commands').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    async byName(name: string): Promise<CommandRecord | undefined> {
      const row = await db.selectFrom('commands').selectAll().where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    async insert(record: CommandRecord): Promise<void> {
      await db.insertInto('commands').values(toRow(record)).execute();
    },
    /** False when the revision is not `read` any more. */
    async update(record: CommandRecord, read: number): Promise<boolean> {
      const { id, createdAt: _, ...row } = toRow(record);
      const result = await db.updateTable('commands').set(row).where('id', '=', id).where('revision', '=', read).executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async remove(id: string): Promise<void> {
      await db.deleteFrom('commands').where('id', '=', id).execute();
    },
  };
}

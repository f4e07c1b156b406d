import type { Kysely } from 'kysely';
import type { ContactInput, PolicyInput, ScheduleInput } from '../../../contract/escalation.ts';
import type { MaintenanceInput } from '../../../contract/maintenance.ts';
import { fromJson, toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** What each of these tables keeps: a record that people write whole. */
export interface Definitions {
  contacts: ContactInput;
  policies: PolicyInput;
  schedules: ScheduleInput;
  maintenance: MaintenanceInput;
}
export type DefinitionTable = keyof Definitions;

export interface DefinitionRecord<T> {
  id: string;
  definition: T;
  revision: number;
  updatedAt: Millis;
  updatedBy: string;
}

interface DefinitionRow extends Omit<DefinitionRecord<unknown>, 'definition'> {
  /** The name in lower case. */
  nameKey: string;
  definition: JsonText<unknown>;
}

export type DefinitionTables = Record<DefinitionTable, DefinitionRow>;

/** One repository for the tables of people, policies, rotas and windows: they are kept alike. */
export function createDefinitionRepository<Table extends DefinitionTable>(db: Kysely<Database>, table: Table) {
  type Record = DefinitionRecord<Definitions[Table]>;
  // kysely can not tell which of four equal tables this is; the type above is what callers rely on.
  const rows = db as unknown as Kysely<{ one: DefinitionRow }>;
  const name = table as unknown as 'one';
  const toRow = ({ definition, ...record }: Record): DefinitionRow => ({ ...record, nameKey: definition.name.toLowerCase(), definition: toJson(definition as unknown) });
  const fromRow = ({ nameKey: _, definition, ...row }: DefinitionRow): Record => ({ ...row, definition: fromJson(definition) as Definitions[Table] });
  return {
    all: async (): Promise<Record[]> => (await rows.selectFrom(name).selectAll().orderBy('nameKey').execute()).map(fromRow),
    async byId(id: string): Promise<Record | undefined> {
      const row = await rows.selectFrom(name).selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async byName(text: string): Promise<Record | undefined> {
      const row = await rows.selectFrom(name).selectAll().where('nameKey', '=', text.toLowerCase()).executeTakeFirst();
      return row && fromRow(row);
    },
    async insert(record: Record): Promise<void> {
      await rows.insertInto(name).values(toRow(record)).execute();
    },
    /** False when the revision is not `read` any more. */
    async update(record: Record, read: number): Promise<boolean> {
      const { id, ...row } = toRow(record);
      return (await rows.updateTable(name).set(row).where('id', '=', id).where('revision', '=', read).executeTakeFirst()).numUpdatedRows === 1n;
    },
    async remove(id: string): Promise<void> {
      await rows.deleteFrom(name).where('id', '=', id).execute();
    },
  };
}

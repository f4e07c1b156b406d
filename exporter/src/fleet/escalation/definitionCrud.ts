import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../../../contract/errors.ts';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createDefinitionRepository, type DefinitionRecord, type Definitions, type DefinitionTable } from '../../store/definitions.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';
import { requireRevision } from '../revision.ts';

type Tx = Parameters<Parameters<Store['exclusively']>[0]>[0];
type RecordOf<Table extends DefinitionTable> = DefinitionRecord<Definitions[Table]>;

/** What is written in the same transaction, such as secrets that do not stand in the record. */
export type Alongside = (tx: Tx, id: string) => Promise<void>;

export interface CrudOptions<Table extends DefinitionTable, View> {
  table: Table;
  /** The word of the audit log: `contact`, `policy` … */
  noun: string;
  notFound: ErrorCode;
  store: Store;
  clock: Clock;
  audit: Audit;
  /** Throws a Failure for what a schema can not refuse. */
  check?: (definition: Definitions[Table]) => Promise<void> | void;
  /** What has to go with it, or a Failure when it can not go. */
  beforeRemove?: (tx: Tx, record: RecordOf<Table>) => Promise<void>;
  /** Called after a change is in the store. */
  onChange?: () => Promise<void> | void;
  /** What the audit log may have of it; all of it unless told. */
  shown?: (definition: Definitions[Table]) => Definitions[Table];
  view: (record: RecordOf<Table>, stamps: { id: string; revision: number; updatedAt: string }) => View;
}

/** List, create, read, replace, delete of records that people write whole; the four nouns of escalation are kept alike. */
export function createCrud<Table extends DefinitionTable, View>(options: CrudOptions<Table, View>) {
  const { table, noun, notFound, store, clock, audit, check, beforeRemove, onChange, shown = (definition) => definition } = options;
  const repository = createDefinitionRepository(store.db, table);
  const view = (record: RecordOf<Table>): View => options.view(record, { id: record.id, revision: record.revision, updatedAt: instant(record.updatedAt) });

  async function record(id: string): Promise<RecordOf<Table>> {
    const found = await repository.byId(id);
    if (found === undefined) {
      throw new Failure(notFound);
    }
    return found;
  }
  async function freeName(tx: Tx, name: string, id: string): Promise<void> {
    const holder = await createDefinitionRepository(tx, table).byName(name);
    if (holder !== undefined && holder.id !== id) {
      throw new Failure('name_taken', { details: [{ field: 'name', message: `another ${noun} has this name` }] });
    }
  }
  const target = ({ id, definition }: RecordOf<Table>) => ({ type: noun, id, name: definition.name });

  return {
    record,
    records: repository.all,
    list: async (): Promise<{ items: View[]; next: null }> => ({ items: (await repository.all()).map(view), next: null }),
    get: async (id: string): Promise<View> => view(await record(id)),

    async create(definition: Definitions[Table], actor: Actor, alongside?: Alongside): Promise<View> {
      await check?.(definition);
      const created: RecordOf<Table> = { id: randomUUID(), definition, revision: 1, updatedAt: clock.now(), updatedBy: actor.name };
      await store.exclusively(async (tx) => {
        await freeName(tx, definition.name, created.id);
        await createDefinitionRepository(tx, table).insert(created);
        await alongside?.(tx, created.id);
        await audit.record(tx, actor, { action: `${noun}.create`, target: target(created), details: { after: shown(definition) } });
      });
      await onChange?.();
      return view(created);
    },

    async replace(id: string, definition: Definitions[Table], ifMatch: string | undefined, actor: Actor, alongside?: Alongside): Promise<View> {
      const old = await record(id);
      requireRevision(ifMatch, old.revision);
      await check?.(definition);
      const changed: RecordOf<Table> = { id, definition, revision: old.revision + 1, updatedAt: clock.now(), updatedBy: actor.name };
      await store.exclusively(async (tx) => {
        await freeName(tx, definition.name, id);
        if (!(await createDefinitionRepository(tx, table).update(changed, old.revision))) {
          throw new Failure('precondition_failed');
        }
        await alongside?.(tx, id);
        await audit.record(tx, actor, { action: `${noun}.replace`, target: target(changed), details: { before: shown(old.definition), after: shown(definition) } });
      });
      await onChange?.();
      return view(changed);
    },

    async remove(id: string, ifMatch: string | undefined, actor: Actor): Promise<void> {
      const old = await record(id);
      requireRevision(ifMatch, old.revision);
      await store.exclusively(async (tx) => {
        await beforeRemove?.(tx, old);
        await createDefinitionRepository(tx, table).remove(id);
        await audit.record(tx, actor, { action: `${noun}.delete`, target: target(old), details: { before: shown(old.definition) } });
      });
      await onChange?.();
    },
  };
}

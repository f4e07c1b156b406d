import type { Kysely } from 'kysely';
import type { CommandInput } from '../../../contract/command.ts';
import type { RunState } from '../../../contract/run.ts';
import { flag, fromJson, toJson, type Flag, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** One execution on one server, with what it needs to be run again. */
export interface RunRecord {
  id: string;
  batch: string;
  commandId: string | null;
  commandName: string;
  serverId: string;
  serverName: string;
  state: RunState;
  startedBy: 'manual' | 'schedule' | 'rerun' | 'chat';
  actor: string;
  /** The command as it was then. */
  definition: CommandInput;
  /** Parameter values as given, defaults filled in. */
  given: Record<string, string>;
  createdAt: Millis;
  startedAt: Millis | null;
  finishedAt: Millis | null;
  durationMs: number | null;
  exitCode: number | null;
  truncated: boolean;
  error: string | null;
  bytes: number;
  stdout: string;
  stderr: string;
}

interface RunRow extends Omit<RunRecord, 'definition' | 'given' | 'truncated' | 'state' | 'startedBy'> {
  state: string;
  startedBy: string;
  definition: JsonText<CommandInput>;
  given: JsonText<Record<string, string>>;
  truncated: Flag;
}

export interface RunTables {
  runs: RunRow;
}

export interface RunFilter {
  command?: string | undefined;
  server?: string | undefined;
  batch?: string | undefined;
  state?: RunState | undefined;
}

export type RunEnd = Pick<RunRecord, 'state' | 'finishedAt' | 'durationMs' | 'exitCode' | 'truncated' | 'error' | 'bytes' | 'stdout' | 'stderr'>;

/** PostgreSQL holds no U+0000, which `find -print0` and its like print; both databases keep the same. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd');

const toRow = ({ definition, given, truncated, ...run }: RunRecord): RunRow => ({ ...run, definition: toJson(definition), given: toJson(given), truncated: flag(truncated) });
const fromRow = (row: RunRow): RunRecord => ({
  ...row,
  state: row.state as RunState,
  startedBy: row.startedBy as RunRecord['startedBy'],
  definition: fromJson(row.definition),
  given: fromJson(row.given),
  truncated: row.truncated === 1,
});
/** Outputs can be large; lists do without them. */
const listed = ['id', 'batch', 'commandId', 'commandName', 'serverId', 'serverName', 'state', 'startedBy', 'actor', 'definition', 'given', 'createdAt', 'startedAt', 'finishedAt', 'durationMs', 'exitCode', 'truncated', 'error', 'bytes'] as const;
const endStates: readonly RunState[] = ['ok', 'failed', 'timeout', 'cancelled', 'unreachable', 'lost'];
const withoutOutput = { stdout: '', stderr: '' };

export type RunRepository = ReturnType<typeof createRunRepository>;

export function createRunRepository(db: Kysely<Database>) {
  return {
    /** Newest first; `after` is the last one of the page before. */
    async page(filter: RunFilter, after: { at: Millis; id: string } | undefined, limit: number): Promise<RunRecord[]> {
      let query = db.selectFrom('runs').select(listed).orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit);
      const columns = { commandId: filter.command, serverId: filter.server, batch: filter.batch, state: filter.state };
      for (const [column, value] of Object.entries(columns)) {
        if (value !== undefined) {
          query = query.where(column as keyof typeof columns, '=', value);
        }
      }
      if (after !== undefined) {
        query = query.where((eb) => eb.or([eb('createdAt', '<', after.at), eb.and([eb('createdAt', '=', after.at), eb('id', '<', after.id)])]));
      }
      return (await query.execute()).map((row) => fromRow({ ...row, ...withoutOutput }));
    },
    async byId(id: string): Promise<RunRecord | undefined> {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    /** The newest finished run of a command on each server, of those that ended so. */
    async latest(commandIds: readonly string[], ended: readonly RunState[] = endStates): Promise<RunRecord[]> {
      if (commandIds.length === 0) {
        return [];
      }
      const newest = db
        .selectFrom('runs')
        .select(({ fn }) => ['commandId', 'serverId', fn.max('createdAt').as('at')])
        .where('commandId', 'in', commandIds)
        .where('finishedAt', 'is not', null)
        .where('state', 'in', ended)
        .groupBy(['commandId', 'serverId'])
        .as('newest');
      const rows = await db
        .selectFrom('runs')
        .innerJoin(newest, (join) => join.onRef('newest.commandId', '=', 'runs.commandId').onRef('newest.serverId', '=', 'runs.serverId').onRef('newest.at', '=', 'runs.createdAt'))
        .select(listed.map((column) => `runs.${column}` as const))
        .where('runs.state', 'in', ended)
        .execute();
      return rows.map((row) => fromRow({ ...row, ...withoutOutput } as RunRow));
    },
    async insert(runs: readonly RunRecord[]): Promise<void> {
      if (runs.length > 0) {
        await db.insertInto('runs').values(runs.map(toRow)).execute();
      }
    },
    async started(id: string, at: Millis): Promise<void> {
      await db.updateTable('runs').set({ state: 'running', startedAt: at }).where('id', '=', id).execute();
    },
    async finished(id: string, { truncated, stdout, stderr, error, ...end }: RunEnd): Promise<void> {
      await db.updateTable('runs').set({ ...end, stdout: storable(stdout), stderr: storable(stderr), error: error === null ? null : storable(error), truncated: flag(truncated) }).where('id', '=', id).execute();
    },
    /** Runs that an earlier process left behind can not be followed any more. */
    async markLost(at: Millis): Promise<number> {
      const result = await db
        .updateTable('runs')
        .set({ state: 'lost', finishedAt: at, error: 'the exporter stopped while it ran' })
        .where('state', 'in', ['queued', 'running'])
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
    async removeBefore(at: Millis): Promise<number> {
      const result = await db.deleteFrom('runs').where('createdAt', '<', at).where('finishedAt', 'is not', null).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
    /** Keeps the newest `keep` runs of a command on a server, or of its one-offs (null). */
    async trim(commandId: string | null, serverId: string, keep: number): Promise<void> {
      const edge = await db
        .selectFrom('runs')
        .select('createdAt')
        .where('commandId', commandId === null ? 'is' : '=', commandId)
        .where('serverId', '=', serverId)
        .orderBy('createdAt', 'desc')
        .offset(keep)
        .limit(1)
        .executeTakeFirst();
      if (edge !== undefined) {
        await db.deleteFrom('runs').where('commandId', commandId === null ? 'is' : '=', commandId).where('serverId', '=', serverId).where('createdAt', '<=', edge.createdAt).where('finishedAt', 'is not', null).execute();
      }
    },
  };
}

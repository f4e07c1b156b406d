import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Command, CommandInput } from '../../../../contract/command.ts';
import { mayAct, type Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { parseDuration } from '../../duration.ts';
import { Failure } from '../../errors.ts';
import { createCommandRepository, type CommandRecord, type CommandRepository } from '../../store/commands.ts';
import type { Store } from '../../store/open.ts';
import type { RunRecord, RunRepository } from '../../store/runs.ts';
import type { Audit } from '../audit.ts';
import { decodeCursor, encodeCursor, pageOfRows } from '../cursor.ts';
import { compilePattern } from '../pattern.ts';
import { requireRevision } from '../revision.ts';
import { checkParameters } from './checkParameters.ts';
import type { CommandScheduler } from './commandScheduler.ts';
import { createExtractor } from './extract.ts';
import { checkFamilies } from './families.ts';
import { checkSchedule } from './schedule.ts';
import type { CommandValues } from './values.ts';

export interface CommandsDeps {
  store: Store;
  runs: RunRepository;
  scheduler: CommandScheduler;
  values: CommandValues;
  clock: Clock;
  audit: Audit;
  /** Ids of the enabled servers a command may run on. */
  serversOf: (definition: CommandInput) => Promise<string[]>;
}

const list = 'commands';
const position = z.tuple([z.string()]);
const newestResults = 100;
const maxTimeoutMs = 3_600_000;

/** Checks what a schema can not: patterns compile, schedules can be kept, durations are in bounds. Throws Failure `unprocessable`. */
export function checkDefinition(definition: CommandInput): void {
  createExtractor(definition.name, definition.extractions, definition.maxSeries);
  checkFamilies(definition, []);
  checkParameters(definition);
  checkSchedule(definition.schedule);
  if (definition.success.type === 'pattern') {
    compilePattern(definition.success.pattern, 'success.pattern', { multiline: true });
  }
  const timeout = parseDuration(definition.timeout);
  if (timeout === undefined || timeout < 1000 || timeout > maxTimeoutMs) {
    throw wrong('timeout', 'a duration from 1s to 1h');
  }
}

const wrong = (field: string, message: string) => new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });

/** Who may not run a command may not make another one of it, or open it to others, either. */
function demandOwnRole({ definition }: CommandRecord, { role }: Actor): void {
  if (!mayAct(role, definition.runRole)) {
    throw new Failure('forbidden', { message: `Changing ${definition.name} needs the role ${definition.runRole}, as running it does.` });
  }
}

/** Saved commands: list, create, read, replace, delete. */
export function createCommands(deps: CommandsDeps) {
  const { store, runs, scheduler, values, clock, audit } = deps;
  const commands = createCommandRepository(store.db);

  async function view(records: readonly CommandRecord[]): Promise<Command[]> {
    const latest = new Map<string, RunRecord[]>();
    for (const run of await runs.latest(records.map((record) => record.id))) {
      latest.set(run.commandId as string, [...(latest.get(run.commandId as string) ?? []), run]);
    }
    return Promise.all(
      records.map(async (record) => {
        const next = record.definition.schedule.type === 'none' ? undefined : scheduler.nextRun(record.id, await deps.serversOf(record.definition));
        const results = (latest.get(record.id) ?? []).sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0)).slice(0, newestResults);
        return {
          ...record.definition,
          id: record.id,
          revision: record.revision,
          createdAt: instant(record.createdAt),
          updatedAt: instant(record.updatedAt),
          updatedBy: record.updatedBy,
          nextRun: next === undefined ? null : instant(next),
          lastResults: results.map((run) => ({ serverId: run.serverId, runId: run.id, at: instant(run.finishedAt ?? run.createdAt), ok: run.state === 'ok', exitCode: run.exitCode })),
        };
      })
    );
  }
  const one = async (record: CommandRecord): Promise<Command> => (await view([record]))[0] as Command;

  async function record(id: string): Promise<CommandRecord> {
    const found = await commands.byId(id);
    if (found === undefined) {
      throw new Failure('command_not_found');
    }
    return found;
  }

  /** Its name and its families must not be another command's. */
  async function demandOwnNames(writer: CommandRepository, definition: CommandInput, id?: string): Promise<void> {
    const others = (await writer.all()).filter((other) => other.id !== id);
    if (others.some((other) => other.definition.name === definition.name)) {
      throw new Failure('name_taken', { details: [{ field: 'name', message: 'another command has this name' }] });
    }
    checkFamilies(definition, others.map((other) => other.definition));
  }

  const target = (found: CommandRecord) => ({ type: 'command', id: found.id, name: found.definition.name });

  return {
    record,

    async list(query: { text?: string | undefined; server?: string | undefined; cursor?: string | undefined; limit: number }) {
      const after = decodeCursor(list, position, query.cursor)?.[0];
      let rows = await commands.page(query.text, after, query.server === undefined ? query.limit + 1 : 10_000);
      if (query.server !== undefined) {
        const allowed = await Promise.all(rows.map(async (row) => (await deps.serversOf(row.definition)).includes(query.server as string)));
        rows = rows.filter((_, index) => allowed[index]);
      }
      const page = pageOfRows(rows, query.limit, (row) => row, (row) => encodeCursor(list, [row.definition.name]));
      return { items: await view(page.items), next: page.next };
    },
    get: async (id: string): Promise<Command> => one(await record(id)),

    async create(definition: CommandInput, actor: Actor): Promise<Command> {
      checkDefinition(definition);
      const now = clock.now();
      const created: CommandRecord = { id: randomUUID(), definition, revision: 1, createdAt: now, updatedAt: now, updatedBy: actor.name };
      await store.exclusively(async (tx) => {
        const writer = createCommandRepository(tx);
        await demandOwnNames(writer, definition);
        await writer.insert(created);
        await audit.record(tx, actor, { action: 'command.create', target: target(created), details: { after: definition } });
      });
      await scheduler.reload();
      return one(created);
    },

    async replace(id: string, definition: CommandInput, ifMatch: string | undefined, actor: Actor): Promise<Command> {
      const old = await record(id);
      demandOwnRole(old, actor);
      requireRevision(ifMatch, old.revision);
      checkDefinition(definition);
      const changed: CommandRecord = { ...old, definition, revision: old.revision + 1, updatedAt: clock.now(), updatedBy: actor.name };
      await store.exclusively(async (tx) => {
        const writer = createCommandRepository(tx);
        await demandOwnNames(writer, definition, id);
        if (!(await writer.update(changed, old.revision))) {
          throw new Failure('precondition_failed');
        }
        await audit.record(tx, actor, { action: 'command.replace', target: target(changed), details: { before: old.definition, after: definition } });
      });
      if (definition.name !== old.definition.name) {
        values.forget({ commandId: id });
      }
      await scheduler.reload();
      return one(changed);
    },

    async remove(id: string, ifMatch: string | undefined, actor: Actor): Promise<void> {
      const old = await record(id);
      demandOwnRole(old, actor);
      requireRevision(ifMatch, old.revision);
      await store.exclusively(async (tx) => {
        await createCommandRepository(tx).remove(id);
        await audit.record(tx, actor, { action: 'command.delete', target: target(old), details: { before: old.definition } });
      });
      values.forget({ commandId: id });
      await scheduler.reload();
    },
  };
}

export type Commands = ReturnType<typeof createCommands>;

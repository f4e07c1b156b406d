import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { CommandInput } from '../../../../contract/command.ts';
import type { Run, RunDetail, RunState } from '../../../../contract/run.ts';
import { selects, type ServerSelector } from '../../../../contract/selector.ts';
import { mayAct, type Actor } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import type { Store } from '../../store/open.ts';
import type { RunRecord, RunRepository } from '../../store/runs.ts';
import type { Audit, Change } from '../audit.ts';
import { decodeCursor, encodeCursor, pageOfRows } from '../cursor.ts';
import { checkDefinition, type Commands } from './commands.ts';
import type { DiffLine } from './lineDiff.ts';
import { diff } from './outputThread.ts';
import { parameterValues } from './parameterValues.ts';
import type { Runner } from './runs.ts';
import { runDetail, runView } from './runView.ts';

export interface FleetServer {
  id: string;
  name: string;
  tags: Readonly<Record<string, string>>;
}

export interface OperateRunsDeps {
  commands: Commands;
  runner: Runner;
  runs: RunRepository;
  audit: Audit;
  store: Store;
  servers: () => Promise<FleetServer[]>;
}

const list = 'runs';
const position = z.tuple([z.number(), z.string()]);

/** Running, cancelling, comparing: what a person does with runs. */
export function createOperateRuns({ commands, runner, runs, audit, store, servers }: OperateRunsDeps) {
  const note = (actor: Actor, change: Change) => audit.record(store.db, actor, change);
  async function record(id: string): Promise<RunRecord> {
    const found = await runs.byId(id);
    if (found === undefined) {
      throw new Failure('run_not_found');
    }
    return found;
  }

  async function server(id: string): Promise<FleetServer> {
    const found = (await servers()).find((one) => one.id === id);
    if (found === undefined) {
      throw new Failure('server_not_found');
    }
    return found;
  }

  function demandRole(definition: CommandInput, actor: Actor): void {
    if (!mayAct(actor.role, definition.runRole)) {
      throw new Failure('forbidden', { message: `Running ${definition.name} needs the role ${definition.runRole}.` });
    }
  }

  /** What must be so for anybody to run a command on these servers; the reply are those of them that it may run on. */
  function demandRunnable(definition: CommandInput, chosen: readonly FleetServer[], actor: Actor): FleetServer[] {
    const { name, enabled, selector } = definition;
    demandRole(definition, actor);
    if (!enabled) {
      throw new Failure('unprocessable', { message: `The command ${name} is disabled.` });
    }
    const allowed = chosen.filter((one) => selector === null || selects(selector, one));
    if (allowed.length === 0) {
      throw new Failure('unprocessable', { message: 'No server is both chosen and allowed for this command.', details: [{ field: 'selector', message: 'means no server' }] });
    }
    return allowed;
  }

  /** The definition of an earlier run, to run it again. Once the command makes other families, the old ones may be another command's. */
  async function definitionAgain({ commandId, commandName, definition }: RunRecord, target: FleetServer, actor: Actor): Promise<CommandInput> {
    demandRole(definition, actor);
    if (commandId === null) {
      return definition;
    }
    const { definition: present } = await commands.record(commandId).catch((error: unknown) => {
      throw error instanceof Failure && error.code === 'command_not_found' ? new Failure('command_not_found', { message: `The command ${commandName} was deleted. Its script can be run as a one-off.` }) : error;
    });
    demandRunnable(present, [target], actor);
    const same = present.name === definition.name && isDeepStrictEqual(present.extractions, definition.extractions);
    return same ? definition : { ...definition, extractions: [] };
  }

  return {
    async runCommand(id: string, input: { selector: ServerSelector; values: Record<string, string>; concurrency: number }, actor: Actor, startedBy: RunRecord['startedBy'] = 'manual') {
      const command = await commands.record(id);
      const chosen = demandRunnable(command.definition, (await servers()).filter((one) => selects(input.selector, one)), actor);
      const given = parameterValues(command.definition.parameters, input.values);
      const batch = await runner.start({ commandId: id, definition: command.definition, servers: chosen, given, startedBy, actor: actor.name, concurrency: input.concurrency });
      await note(actor, {
        action: 'command.run',
        target: { type: 'command', id, name: command.definition.name },
        details: { batch: batch.batch, servers: chosen.map((one) => one.name), values: given },
      });
      return batch;
    },

    async runOnServer(serverId: string, input: Pick<CommandInput, 'script' | 'interpreter' | 'timeout' | 'maxOutput' | 'sudo'>, actor: Actor) {
      const target = await server(serverId);
      const definition = CommandInput.parse({ name: 'one_off', ...input });
      checkDefinition(definition);
      const batch = await runner.start({ commandId: null, definition, servers: [target], given: {}, startedBy: 'manual', actor: actor.name, concurrency: 1 });
      await note(actor, { action: 'server.run', target: { type: 'server', id: target.id, name: target.name }, details: { batch: batch.batch, script: input.script, sudo: input.sudo } });
      return batch;
    },

    async list(query: { command?: string | undefined; server?: string | undefined; batch?: string | undefined; state?: RunState | undefined; cursor?: string | undefined; limit: number }) {
      const after = decodeCursor(list, position, query.cursor);
      const rows = await runs.page(query, after === undefined ? undefined : { at: after[0], id: after[1] }, query.limit + 1);
      return pageOfRows(rows, query.limit, runView, (row) => encodeCursor(list, [row.createdAt, row.id]));
    },
    get: async (id: string): Promise<RunDetail> => runDetail(await record(id)),

    async cancel(id: string, actor: Actor): Promise<Run> {
      const run = await record(id);
      const { name, runRole } = run.definition;
      if (run.actor !== actor.name && !mayAct(actor.role, runRole)) {
        throw new Failure('forbidden', { message: `Cancelling a run of ${name} needs the role ${runRole}, as running it does.` });
      }
      if (!(await runner.cancel(id))) {
        throw new Failure('conflict', { message: 'This run is over already.' });
      }
      await note(actor, { action: 'run.cancel', target: { type: 'run', id, name: run.commandName }, details: { server: run.serverName } });
      return runView(await record(id));
    },

    async rerun(id: string, actor: Actor) {
      const run = await record(id);
      const target = await server(run.serverId);
      const definition = await definitionAgain(run, target, actor);
      const batch = await runner.start({ commandId: run.commandId, definition, servers: [target], given: run.given, startedBy: 'rerun', actor: actor.name, concurrency: 1 });
      await note(actor, { action: 'run.rerun', target: { type: 'run', id, name: run.commandName }, details: { batch: batch.batch, server: target.name } });
      return batch;
    },

    async diff(leftId: string, rightId: string): Promise<{ left: Run; right: Run; equal: boolean; lines: DiffLine[] }> {
      const [left, right] = await Promise.all([record(leftId), record(rightId)]);
      const lines = await diff(left.stdout, right.stdout);
      return { left: runView(left), right: runView(right), equal: lines.every((line) => line.side === 'both'), lines };
    },
  };
}

export type OperateRuns = ReturnType<typeof createOperateRuns>;

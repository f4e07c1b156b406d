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
import { lineDiff, type DiffLine } from './lineDiff.ts';
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

  return {
    async runCommand(id: string, input: { selector: ServerSelector; values: Record<string, string>; concurrency: number }, actor: Actor, startedBy: RunRecord['startedBy'] = 'manual') {
      const command = await commands.record(id);
      demandRole(command.definition, actor);
      if (!command.definition.enabled) {
        throw new Failure('unprocessable', { message: `The command ${command.definition.name} is disabled.` });
      }
      const allowed = command.definition.selector;
      const chosen = (await servers()).filter((one) => selects(input.selector, one) && (allowed === null || selects(allowed, one)));
      if (chosen.length === 0) {
        throw new Failure('unprocessable', { message: 'No server is both chosen and allowed for this command.', details: [{ field: 'selector', message: 'means no server' }] });
      }
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
      if (!(await runner.cancel(id))) {
        throw new Failure('conflict', { message: 'This run is over already.' });
      }
      await note(actor, { action: 'run.cancel', target: { type: 'run', id, name: run.commandName }, details: { server: run.serverName } });
      return runView(await record(id));
    },

    async rerun(id: string, actor: Actor) {
      const run = await record(id);
      demandRole(run.definition, actor);
      const target = await server(run.serverId);
      const batch = await runner.start({ commandId: run.commandId, definition: run.definition, servers: [target], given: run.given, startedBy: 'rerun', actor: actor.name, concurrency: 1 });
      await note(actor, { action: 'run.rerun', target: { type: 'run', id, name: run.commandName }, details: { batch: batch.batch, server: target.name } });
      return batch;
    },

    async diff(leftId: string, rightId: string): Promise<{ left: Run; right: Run; equal: boolean; lines: DiffLine[] }> {
      const [left, right] = await Promise.all([record(leftId), record(rightId)]);
      const lines = lineDiff(left.stdout, right.stdout);
      return { left: runView(left), right: runView(right), equal: lines.every((line) => line.side === 'both'), lines };
    },
  };
}

export type OperateRuns = ReturnType<typeof createOperateRuns>;

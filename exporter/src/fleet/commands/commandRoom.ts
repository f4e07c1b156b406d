import type { CommandInput, CommandTrial } from '../../../../contract/command.ts';
import type { Extraction } from '../../../../contract/extraction.ts';
import { selects } from '../../../../contract/selector.ts';
import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import type { Session } from '../../ssh/session.ts';
import { createCommandRepository } from '../../store/commands.ts';
import type { Store } from '../../store/open.ts';
import { createRunRepository } from '../../store/runs.ts';
import type { Audit } from '../audit.ts';
import { createCommandScheduler } from './commandScheduler.ts';
import { createCommands } from './commands.ts';
import { createOperateRuns, type FleetServer } from './operateRuns.ts';
import { restoreValues } from './restoreValues.ts';
import { createRunBus } from './runEvents.ts';
import { createRunner } from './runs.ts';
import { createRunScheduled } from './runScheduled.ts';
import { previewExtractions, tryCommand } from './trial.ts';
import { createCommandValues, type CommandValues } from './values.ts';

export interface CommandRoomDeps {
  store: Store;
  clock: Clock;
  audit: Audit;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
  sudoPassword: (serverId: string) => Promise<string | undefined>;
  servers: () => Promise<Array<FleetServer & { enabled: boolean }>>;
  /** How long runs are kept, ms. */
  retentionMs: number;
  maxConcurrentRuns: number;
  onError: (error: unknown) => void;
}

const anywhere = { all: true, servers: [], tags: {} };
const sweepMs = 3_600_000;
const previewCap = 10_000;

/** Commands, runs, their values and schedule, put together. `start` before use, `close` at the end. */
export function createCommandRoom(deps: CommandRoomDeps) {
  const { clock, audit, servers, store } = deps;
  const commandRepository = createCommandRepository(store.db);
  const runRepository = createRunRepository(store.db);
  const bus = createRunBus();
  const values: CommandValues = createCommandValues((id, at) => scheduler.valuesEnd(id, at));
  const runner = createRunner({ ...deps, runs: runRepository, bus, values, maxConcurrent: deps.maxConcurrentRuns });
  const scheduler = createCommandScheduler({
    clock,
    commands: commandRepository.all,
    servers,
    busy: runner.busy,
    onError: deps.onError,
    start: createRunScheduled({ runner, audit, store }),
  });
  const serversOf = async (definition: CommandInput) =>
    (await servers()).filter((server) => server.enabled && selects(definition.selector ?? anywhere, server)).map((server) => server.id);
  const commands = createCommands({ store, runs: runRepository, scheduler, values, clock, audit, serversOf });
  const runs = createOperateRuns({ commands, runner, runs: runRepository, audit, store, servers });
  let stopSweep: () => void = () => undefined;
  let restoring: Promise<void> = Promise.resolve();
  const closing = new AbortController();
  const sweep = () => {
    void runRepository.removeBefore(clock.now() - deps.retentionMs).catch(deps.onError);
    stopSweep = clock.after(sweepMs, sweep);
  };

  return {
    commands,
    runs,
    bus,
    values,
    counts: runner.counts,
    async tryOut(input: { command: CommandInput; serverId: string; values: Record<string, string> }, actor: Actor, signal: AbortSignal): Promise<CommandTrial> {
      const server = (await servers()).find((one) => one.id === input.serverId);
      await audit.record(store.db, actor, { action: 'command.try', target: { type: 'server', id: input.serverId, name: server?.name ?? '' }, details: { command: input.command.name, script: input.command.script, sudo: input.command.sudo } });
      return tryCommand(deps, input.command, input.serverId, input.values, signal);
    },
    preview: (input: { name: string; extractions: Extraction[]; output: string }) =>
      previewExtractions(input.name, input.extractions, previewCap, { output: input.output, exitCode: 0, durationSeconds: 0 }),
    async start(): Promise<void> {
      await runRepository.markLost(clock.now());
      await scheduler.start();
      restoring = restoreValues({ runs: runRepository, commands: commandRepository.all, servers, values, valuesEnd: scheduler.valuesEnd, now: clock.now, signal: closing.signal }).catch(deps.onError);
      sweep();
    },
    async close(): Promise<void> {
      closing.abort();
      stopSweep();
      await restoring;
      await scheduler.stop();
      await runner.close();
    },
  };
}

export type CommandRoom = ReturnType<typeof createCommandRoom>;

import type { Clock } from '../../clock.ts';
import { selects } from '../../../../contract/selector.ts';
import type { CommandRecord } from '../../store/commands.ts';
import { createTimetable, type Timetable } from './schedule.ts';

export interface CommandSchedulerDeps {
  clock: Clock;
  commands: () => Promise<CommandRecord[]>;
  servers: () => Promise<Array<{ id: string; name: string; tags: Readonly<Record<string, string>>; enabled: boolean }>>;
  /** Starts one scheduled run; resolves when it is acknowledged. */
  start: (command: CommandRecord, server: { id: string; name: string }) => Promise<void>;
  /** A run of this command is still under way there: the due one is left out, not queued up. */
  busy: (commandId: string, serverId: string) => boolean;
  onError: (error: unknown) => void;
}

/** How often due commands are looked for. */
const tickMs = 1000;
/** Values of a command that runs on demand only are shown this long. */
const onDemandLifetimeMs = 86_400_000;

/** Runs commands when their schedules say so. Due instants that passed while the exporter was stopped are not made up for. */
export function createCommandScheduler(deps: CommandSchedulerDeps) {
  let timetables = new Map<string, { command: CommandRecord; timetable: Timetable }>();
  let cancel: (() => void) | undefined;
  let last = 0;
  let ticking: Promise<void> = Promise.resolve();

  async function reload(): Promise<void> {
    const next = new Map<string, { command: CommandRecord; timetable: Timetable }>();
    for (const command of await deps.commands()) {
      next.set(command.id, { command, timetable: createTimetable(command.id, command.definition.schedule) });
    }
    timetables = next;
  }

  async function tick(from: number, now: number): Promise<void> {
    const scheduled = [...timetables.values()].filter(({ command }) => command.definition.enabled && command.definition.schedule.type !== 'none');
    if (scheduled.length === 0) {
      return;
    }
    const servers = (await deps.servers()).filter((server) => server.enabled);
    for (const { command, timetable } of scheduled) {
      for (const server of servers) {
        const due = selects(command.definition.selector ?? { all: true, servers: [], tags: {} }, server) ? timetable.next(from, server.id) : undefined;
        if (due !== undefined && due <= now && !deps.busy(command.id, server.id)) {
          await deps.start(command, server).catch(deps.onError);
        }
      }
    }
  }

  function arm(): void {
    cancel = deps.clock.after(tickMs, () => {
      const from = last;
      last = deps.clock.now();
      ticking = tick(from, last).catch(deps.onError).finally(() => {
        if (cancel !== undefined) {
          arm();
        }
      });
    });
  }

  return {
    reload,
    async start(): Promise<void> {
      await reload();
      last = deps.clock.now();
      arm();
    },
    async stop(): Promise<void> {
      cancel?.();
      cancel = undefined;
      await ticking;
    },
    nextRun(commandId: string, serverIds: readonly string[]): number | undefined {
      const entry = timetables.get(commandId);
      const instants = serverIds.map((id) => entry?.timetable.next(deps.clock.now(), id)).filter((at) => at !== undefined);
      return entry?.command.definition.enabled && instants.length > 0 ? Math.min(...instants) : undefined;
    },
    /** When values of a run that ended at `at` are too old; undefined: the command is gone. */
    valuesEnd(commandId: string, at: number): number | undefined {
      const entry = timetables.get(commandId);
      if (entry === undefined) {
        return undefined;
      }
      return (entry.timetable.twoMissed(at) ?? at + onDemandLifetimeMs) + tickMs;
    },
  };
}

export type CommandScheduler = ReturnType<typeof createCommandScheduler>;

import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { selects } from '../../../../contract/selector.ts';
import type { CommandRecord } from '../../store/commands.ts';
import { createTimetable, type Timetable } from './schedule.ts';

/** What one due instant of a command makes: a run on each server, each at its own moment. */
export interface Round {
  batch: string;
  /** Names of the servers it means; where the run before still goes on, there is none. */
  servers: readonly string[];
}

export interface CommandSchedulerDeps {
  clock: Clock;
  commands: () => Promise<CommandRecord[]>;
  servers: () => Promise<Array<{ id: string; name: string; tags: Readonly<Record<string, string>>; enabled: boolean }>>;
  /** Starts one scheduled run; resolves when it is acknowledged. */
  start: (command: CommandRecord, server: { id: string; name: string }, round: Round) => Promise<void>;
  /** A run of this command is still under way there: the due one is left out, not queued up. */
  busy: (commandId: string, serverId: string) => boolean;
  onError: (error: unknown) => void;
}

/** How often due commands are looked for. */
const tickMs = 1000;
/** Values of a command that runs on demand only are shown this long. */
const onDemandLifetimeMs = 86_400_000;
/** Rounds of one command that may overlap: a cron's are spread over 10 s and can be 5 s apart, and a tick may see the end of one after the next. */
const mostRounds = 4;

interface Entry {
  command: CommandRecord;
  timetable: Timetable;
  /** The newest rounds, by their instant. */
  rounds: Map<number, Round>;
}

function roundAt({ rounds }: Entry, instant: number, servers: ReadonlyArray<{ name: string }>): Round {
  const known = rounds.get(instant);
  if (known !== undefined) {
    return known;
  }
  const round = { batch: randomUUID(), servers: servers.map(({ name }) => name) };
  rounds.set(instant, round);
  for (const old of [...rounds.keys()].slice(0, -mostRounds)) {
    rounds.delete(old);
  }
  return round;
}

/** Runs commands when their schedules say so. Due instants that passed while the exporter was stopped are not made up for. */
export function createCommandScheduler(deps: CommandSchedulerDeps) {
  let timetables = new Map<string, Entry>();
  let cancel: (() => void) | undefined;
  let last = 0;
  let ticking: Promise<void> = Promise.resolve();

  async function reload(): Promise<void> {
    const next = new Map<string, Entry>();
    for (const command of await deps.commands()) {
      const old = timetables.get(command.id);
      const rounds: Entry['rounds'] = old?.command.revision === command.revision ? old.rounds : new Map();
      next.set(command.id, { command, timetable: createTimetable(command.id, command.definition.schedule), rounds });
    }
    timetables = next;
  }

  async function tick(from: number, now: number): Promise<void> {
    const scheduled = [...timetables.values()].filter(({ command }) => command.definition.enabled && command.definition.schedule.type !== 'none');
    if (scheduled.length === 0) {
      return;
    }
    const servers = (await deps.servers()).filter((server) => server.enabled);
    for (const entry of scheduled) {
      const { command, timetable } = entry;
      const meant = servers.filter((server) => selects(command.definition.selector ?? { all: true, servers: [], tags: {} }, server));
      for (const server of meant) {
        const due = timetable.next(from, server.id);
        if (due !== undefined && due <= now && !deps.busy(command.id, server.id)) {
          await deps.start(command, server, roundAt(entry, timetable.round(due, server.id), meant)).catch(deps.onError);
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

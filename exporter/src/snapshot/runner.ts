import type { Clock } from '../clock.ts';
import { startRemoteRunner, type RemoteRunner, type RunnerSession } from './remoteRunner.ts';
import type { Run, RunOutput, Snapshot } from './snapshot.ts';
import { tierPeriod } from './tiers.ts';

/** A run that never began (no channel was free) is tried again after this, if its period is longer. */
const soon = 60_000;
/** A run that hung is tried again after its period, then after twice that, and so on up to this. */
const longestBreak = 3_600_000;

interface State {
  run: Run;
  /** When it may run again. */
  dueAt: number;
  kept: { output: RunOutput; at: number } | undefined;
  /** How often in a row it hung. */
  hung: number;
  busy: boolean;
}

export interface Runner {
  /** Begins what is due and not under way; settles when that is over and never rejects. */
  start(session: RunnerSession): Promise<void>;
  /** The newest output that is not older than two periods. */
  output(name: string): RunOutput | undefined;
  /** Drops outputs that grew too old. */
  expire(): void;
  /** Runs that hung at their last try. */
  hung(): string[];
  /** Why nothing could be run at the last try; undefined when it could. */
  refused(): string | undefined;
  close(): void;
}

export interface RunnerOptions {
  runs: readonly Run[];
  clock: Clock;
  nonce: () => string;
  /** A run due this soon is taken along, as the next chance comes a poll later. */
  slack: () => number;
  /** What runs make their words of. */
  snapshot: () => Snapshot;
  /** A run has another output than before, or none any more. One that passes is told every time. */
  changed: (run: Run, output: RunOutput | undefined) => void;
}

/**
 * Runs what collectors want run, apart from polls, by one remote runner that lasts as long as the session. A run that hangs
 * costs only itself: the runner is replaced, the ones behind it go on at once, and from then on the hung one is tried
 * alone, by a runner of its own, and ever more seldom.
 */
export function createRunner({ runs, clock, nonce, slack, snapshot, changed }: RunnerOptions): Runner {
  const states = new Map(
    runs.map((run): [string, State] => [run.name, { run, dueAt: 0, kept: undefined, hung: 0, busy: false }])
  );
  const remotes = new Set<RemoteRunner>();
  let shared: RemoteRunner | undefined;
  let refused: string | undefined;
  let closed = false;

  const named = (name: string): State => states.get(name) as State;
  const gaveUp = (state: State): void => {
    state.hung += 1;
    state.dueAt = clock.now() + Math.min(longestBreak, tierPeriod[state.run.tier] * 2 ** (state.hung - 1));
  };
  const ended = (name: string, output: RunOutput | undefined): void => {
    const state = named(name);
    if (output === undefined) {
      gaveUp(state);
    } else {
      state.hung = 0;
      const before = state.kept?.output;
      const isSame = !state.run.passing && before?.stdout === output.stdout && before.exitCode === output.exitCode;
      const kept = state.run.passing ? { ...output, stdout: '' } : output;
      state.kept = { output: isSame ? before : kept, at: clock.now() };
      if (!isSame) {
        changed(state.run, output);
      }
    }
  };

  /** Words that can not be made, as what was read is no good, are none. */
  const wordsOf = ({ args }: Run): readonly string[] => {
    try {
      return args?.(snapshot()) ?? [];
    } catch {
      return [];
    }
  };

  const startRemote = async (session: RunnerSession): Promise<RemoteRunner> => {
    const remote = await startRemoteRunner(session, runs, nonce(), clock);
    for (const one of remotes) {
      if (one.isOver()) {
        remotes.delete(one);
      }
    }
    remotes.add(remote);
    if (closed) {
      remote.close();
    }
    return remote;
  };

  /** Returns the runs that were not reached, because the one before them hung. */
  const perform = async (remote: RemoteRunner, batch: readonly State[]): Promise<State[]> => {
    const wanted = batch.map(({ run }) => ({ name: run.name, args: wordsOf(run) }));
    const { culprit, unreached } = await remote.perform(wanted, ended);
    if (culprit !== undefined) {
      gaveUp(named(culprit));
      return unreached.map(named);
    }
    unreached.forEach((name) => (named(name).dueAt = Math.min(named(name).dueAt, clock.now() + soon)));
    return [];
  };

  const together = async (session: RunnerSession, batch: readonly State[]): Promise<void> => {
    for (let rest = batch; rest.length > 0 && !closed;) {
      shared = shared?.isOver() === false ? shared : await startRemote(session);
      rest = await perform(shared, rest);
    }
  };
  const alone = async (session: RunnerSession, state: State): Promise<void> => {
    const remote = await startRemote(session);
    await perform(remote, [state]);
    remote.close();
  };

  const serve = async (batch: readonly State[], work: () => Promise<void>): Promise<void> => {
    const now = clock.now();
    batch.forEach((state) => {
      state.busy = true;
      state.dueAt = now + tierPeriod[state.run.tier];
    });
    try {
      await work();
      refused = undefined;
    } catch (error) {
      // No channel was free. What stays without output, its collector says; why, is told apart.
      refused = error instanceof Error ? error.message : String(error);
      batch.forEach((state) => (state.dueAt = Math.min(state.dueAt, now + soon)));
    }
    batch.forEach((state) => (state.busy = false));
  };

  return {
    async start(session) {
      const now = clock.now();
      const all = [...states.values()];
      const due = all.filter((state) => !state.busy && state.dueAt <= now + slack());
      const healthy = due.filter((state) => state.hung === 0);
      const free = !all.some((state) => state.busy && state.hung === 0);
      await Promise.all([
        healthy.length > 0 && free ? serve(healthy, () => together(session, healthy)) : undefined,
        ...due.filter((state) => state.hung > 0).map((state) => serve([state], () => alone(session, state))),
      ]);
    },
    output: (name) => states.get(name)?.kept?.output,
    expire() {
      for (const state of states.values()) {
        if (state.kept !== undefined && clock.now() - state.kept.at > 2 * tierPeriod[state.run.tier]) {
          state.kept = undefined;
          changed(state.run, undefined);
        }
      }
    },
    refused: () => refused,
    hung: () => [...states.values()].filter((state) => state.hung > 0).map((state) => state.run.name),
    close() {
      closed = true;
      remotes.forEach((remote) => remote.close());
    },
  };
}

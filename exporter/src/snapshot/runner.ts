import type { Clock } from '../clock.ts';
import { startRemoteRunner, type RemoteRunner, type RunnerSession } from './remoteRunner.ts';
import type { Run, RunOutput, Snapshot } from './snapshot.ts';
import { tierPeriod } from './tiers.ts';

/** A run that never began (no channel was free) is tried again after this, if its period is longer. */
const soon = 60_000;
/** A run that hung is tried again after its period, then after twice that, and so on up to this. */
const longestBreak = 3_600_000;

const nothingToDo = Promise.resolve();

interface State {
  run: Run;
  /** When it may run again. */
  dueAt: number;
  kept: RunOutput | undefined;
  keptAt: number;
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
export const createRunner = (options: RunnerOptions): Runner => new SessionRunner(options);

/** A class, as its functions are then there once, and not for each of a thousand servers. */
class SessionRunner implements Runner {
  readonly #options: RunnerOptions;
  readonly #states: ReadonlyMap<string, State>;
  readonly #remotes = new Set<RemoteRunner>();
  #shared: RemoteRunner | undefined;
  #refused: string | undefined;
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#states = new Map(
      options.runs.map((run): [string, State] => [
        run.name,
        { run, dueAt: 0, kept: undefined, keptAt: 0, hung: 0, busy: false },
      ])
    );
  }

  start(session: RunnerSession): Promise<void> {
    const due = this.#due();
    return due.length === 0 ? nothingToDo : this.#begin(session, due);
  }

  output(name: string): RunOutput | undefined {
    return this.#states.get(name)?.kept;
  }

  expire(): void {
    for (const state of this.#states.values()) {
      if (state.kept !== undefined && this.#options.clock.now() - state.keptAt > 2 * tierPeriod[state.run.tier]) {
        state.kept = undefined;
        this.#options.changed(state.run, undefined);
      }
    }
  }

  hung(): string[] {
    return [...this.#states.values()].filter((state) => state.hung > 0).map((state) => state.run.name);
  }

  refused(): string | undefined {
    return this.#refused;
  }

  close(): void {
    this.#closed = true;
    this.#remotes.forEach((remote) => remote.close());
  }

  /** Asked at every poll, and at most of them nothing is due. */
  #due(): State[] {
    const until = this.#options.clock.now() + this.#options.slack();
    const due: State[] = [];
    for (const state of this.#states.values()) {
      if (!state.busy && state.dueAt <= until) {
        due.push(state);
      }
    }
    return due;
  }

  async #begin(session: RunnerSession, due: readonly State[]): Promise<void> {
    const healthy = due.filter((state) => state.hung === 0);
    const free = ![...this.#states.values()].some((state) => state.busy && state.hung === 0);
    await Promise.all([
      healthy.length > 0 && free ? this.#serve(healthy, () => this.#together(session, healthy)) : undefined,
      ...due.filter((state) => state.hung > 0).map((state) => this.#serve([state], () => this.#alone(session, state))),
    ]);
  }

  #named(name: string): State {
    return this.#states.get(name) as State;
  }

  #gaveUp(state: State): void {
    state.hung += 1;
    state.dueAt =
      this.#options.clock.now() + Math.min(longestBreak, tierPeriod[state.run.tier] * 2 ** (state.hung - 1));
  }

  #ended(name: string, output: RunOutput | undefined): void {
    const state = this.#named(name);
    if (output === undefined) {
      this.#gaveUp(state);
      return;
    }
    state.hung = 0;
    const { run, kept: before } = state;
    const isSame = !run.passing && before?.stdout === output.stdout && before.exitCode === output.exitCode;
    if (!isSame) {
      state.kept = run.passing ? { ...output, stdout: '' } : output;
    }
    state.keptAt = this.#options.clock.now();
    if (!isSame) {
      this.#options.changed(run, output);
    }
  }

  /** Words that can not be made, as what was read is no good, are none. */
  #wordsOf({ args }: Run): readonly string[] {
    try {
      return args?.(this.#options.snapshot()) ?? [];
    } catch {
      return [];
    }
  }

  async #startRemote(session: RunnerSession): Promise<RemoteRunner> {
    const { runs, nonce, clock } = this.#options;
    const remote = await startRemoteRunner(session, runs, nonce(), clock);
    for (const one of this.#remotes) {
      if (one.isOver()) {
        this.#remotes.delete(one);
      }
    }
    this.#remotes.add(remote);
    if (this.#closed) {
      remote.close();
    }
    return remote;
  }

  /** Returns the runs that were not reached, because the one before them hung. */
  async #perform(remote: RemoteRunner, batch: readonly State[]): Promise<State[]> {
    const wanted = batch.map(({ run }) => ({ name: run.name, args: this.#wordsOf(run) }));
    const { culprit, unreached } = await remote.perform(wanted, (name, output) => this.#ended(name, output));
    if (culprit !== undefined) {
      this.#gaveUp(this.#named(culprit));
      return unreached.map((name) => this.#named(name));
    }
    const later = this.#options.clock.now() + soon;
    unreached.forEach((name) => (this.#named(name).dueAt = Math.min(this.#named(name).dueAt, later)));
    return [];
  }

  async #together(session: RunnerSession, batch: readonly State[]): Promise<void> {
    for (let rest = batch; rest.length > 0 && !this.#closed;) {
      this.#shared = this.#shared?.isOver() === false ? this.#shared : await this.#startRemote(session);
      rest = await this.#perform(this.#shared, rest);
    }
  }

  async #alone(session: RunnerSession, state: State): Promise<void> {
    const remote = await this.#startRemote(session);
    await this.#perform(remote, [state]);
    remote.close();
  }

  async #serve(batch: readonly State[], work: () => Promise<void>): Promise<void> {
    const now = this.#options.clock.now();
    batch.forEach((state) => {
      state.busy = true;
      state.dueAt = now + tierPeriod[state.run.tier];
    });
    try {
      await work();
      this.#refused = undefined;
    } catch (error) {
      // No channel was free. What stays without output, its collector says; why, is told apart.
      this.#refused = error instanceof Error ? error.message : String(error);
      batch.forEach((state) => (state.dueAt = Math.min(state.dueAt, now + soon)));
    }
    batch.forEach((state) => (state.busy = false));
  }
}

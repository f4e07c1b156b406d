import type { Clock } from '../clock.ts';
import type { ReadResult } from '../ssh/session.ts';
import { noExpansion } from './globRun.ts';
import type { TierPlan } from './plans.ts';
import type { RunnerSession } from './remoteRunner.ts';
import { createRunner, type Runner } from './runner.ts';
import type { Revisions, Run, RunOutput, Snapshot, Tier } from './snapshot.ts';
import type { Sources } from './sources.ts';
import { tierPeriod, tiers } from './tiers.ts';
import { Values } from './values.ts';

/**
 * What is known of one server while one session lasts: a new session begins with nothing, as the server may have been
 * rebooted or swapped in between.
 */
export interface ServerMemory {
  /** The paths that have to be read now. Equal requests are the same object, so that a reader can keep what it made of one. */
  plan(): TierPlan;
  /** Takes over what the reader found; a planned path that it did not find is gone. */
  take(plan: TierPlan, result: ReadResult): void;
  /** Begins the commands that are due, apart from the poll; never rejects. */
  startRuns(session: RunnerSession): Promise<void>;
  /** A live view: use it before the next `take` or `settle`. */
  readonly snapshot: Snapshot;
  /** The poll is over: what every poll reads anew is not kept until then. */
  settle(): void;
  hungRuns(): string[];
  /** Why no command could be run at the last try. */
  refusedRuns(): string | undefined;
  close(): void;
}

export interface MemoryOptions {
  sources: Sources;
  /** Milliseconds between polls, as it is now. */
  intervalMs: () => number;
  clock: Clock;
  nonce: () => string;
}

export const createServerMemory = (options: MemoryOptions): ServerMemory => new Memory(options);

/** A class, as its functions are then there once, and not for each of a thousand servers. */
class Memory implements ServerMemory {
  readonly snapshot: Snapshot;
  readonly #options: MemoryOptions;
  readonly #values: Values;
  readonly #runner: Runner;
  readonly #revisions = { tiers: { fast: 0, medium: 0, slow: 0, static: 0 }, runs: new Map<string, number>() };
  readonly #readAt: Record<Tier, number> = { fast: -Infinity, medium: -Infinity, slow: -Infinity, static: -Infinity };
  #time: number | undefined;
  // The globs as the server listed them last, and as they stood in the last poll that read all of them.
  #newest = noExpansion;
  #taken = noExpansion;

  constructor(options: MemoryOptions) {
    const { sources, clock, nonce } = options;
    this.#options = options;
    this.#values = new Values(sources.places(noExpansion));
    this.#runner = createRunner({
      runs: sources.globs === undefined ? sources.runs : [sources.globs.run, ...sources.runs],
      clock,
      nonce,
      slack: () => this.#slack(),
      snapshot: () => this.snapshot,
      changed: (run, output) => this.#changed(run, output),
    });
    this.snapshot = new View(this.#values, this.#runner, this.#revisions, () => this.#time);
  }

  plan(): TierPlan {
    this.#runner.expire();
    const due = tiers.filter((tier) => this.#isDue(tier));
    return this.#options.sources.plans(due, this.#newest, this.#taken !== this.#newest);
  }

  take(plan: TierPlan, result: ReadResult): void {
    for (const tier of plan.tiers) {
      this.#readAt[tier] = this.#options.clock.now();
      this.#revisions.tiers[tier] += 1;
    }
    this.#time = result.time ?? this.#time;
    if (plan.expansion === this.#newest && this.#taken !== this.#newest) {
      this.#taken = this.#newest;
      this.#values.expanded(this.#newest, this.#options.sources.places(this.#newest));
      tiers.forEach((tier) => (this.#revisions.tiers[tier] += 1));
    }
    this.#values.take(plan, result);
  }

  settle(): void {
    this.#values.settle();
  }

  startRuns(session: RunnerSession): Promise<void> {
    return this.#runner.start(session);
  }

  hungRuns(): string[] {
    return this.#runner.hung();
  }

  refusedRuns(): string | undefined {
    return this.#runner.refused();
  }

  close(): void {
    this.#runner.close();
  }

  /** Polls come once an interval: what falls due before half of the next one is better read now than late. */
  #slack(): number {
    return this.#options.intervalMs() / 2;
  }

  #isDue(tier: Tier): boolean {
    return this.#options.clock.now() - this.#readAt[tier] >= tierPeriod[tier] - this.#slack();
  }

  #changed(run: Run, output: RunOutput | undefined): void {
    const { globs } = this.#options.sources;
    const { runs } = this.#revisions;
    runs.set(run.name, (runs.get(run.name) ?? 0) + 1);
    if (globs !== undefined && run === globs.run && output !== undefined) {
      this.#newest = globs.expand(output.stdout);
    }
  }
}

class View implements Snapshot {
  readonly revisions: Revisions;
  readonly #values: Values;
  readonly #runner: Runner;
  readonly #time: () => number | undefined;

  constructor(values: Values, runner: Runner, revisions: Revisions, time: () => number | undefined) {
    this.#values = values;
    this.#runner = runner;
    this.revisions = revisions;
    this.#time = time;
  }

  get time(): number | undefined {
    return this.#time();
  }

  read(path: string): string | undefined {
    return this.#values.file(path);
  }

  link(path: string): string | undefined {
    return this.#values.link(path);
  }

  glob(pattern: string): readonly string[] {
    return this.#values.glob(pattern);
  }

  run(name: string): RunOutput | undefined {
    return this.#runner.output(name);
  }
}

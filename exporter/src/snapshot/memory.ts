import type { Clock } from '../clock.ts';
import type { ReadResult } from '../ssh/session.ts';
import { noExpansion } from './globRun.ts';
import type { TierPlan } from './plans.ts';
import type { RunnerSession } from './remoteRunner.ts';
import { createRunner } from './runner.ts';
import type { Snapshot, Tier } from './snapshot.ts';
import type { Sources } from './sources.ts';
import { tierPeriod, tiers } from './tiers.ts';
import { createValues } from './values.ts';

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

export function createServerMemory({ sources, intervalMs, clock, nonce }: MemoryOptions): ServerMemory {
  const values = createValues();
  const revisions = { tiers: { fast: 0, medium: 0, slow: 0, static: 0 }, runs: new Map<string, number>() };
  const readAt = new Map<Tier, number>();
  // Polls come once an interval: what falls due before half of the next one is better read now than late.
  const slack = (): number => intervalMs() / 2;
  let time: number | undefined;
  // The globs as the server listed them last, and as they stood in the last poll that read all of them.
  let newest = noExpansion;
  let taken = noExpansion;

  const snapshot: Snapshot = {
    get time() {
      return time;
    },
    read: values.file,
    link: values.link,
    glob: values.glob,
    run: (name) => runner.output(name),
    revisions,
  };

  const { globs, plain, plans } = sources;
  const runner = createRunner({
    runs: globs === undefined ? sources.runs : [globs.run, ...sources.runs],
    clock,
    nonce,
    slack,
    snapshot: () => snapshot,
    changed(run, output) {
      revisions.runs.set(run.name, (revisions.runs.get(run.name) ?? 0) + 1);
      if (globs !== undefined && run === globs.run && output !== undefined) {
        newest = globs.expand(output.stdout);
      }
    },
  });

  const isDue = (tier: Tier): boolean => clock.now() - (readAt.get(tier) ?? -Infinity) >= tierPeriod[tier] - slack();

  return {
    plan() {
      runner.expire();
      return plans(tiers.filter(isDue), newest, taken !== newest);
    },
    take(plan, result) {
      for (const tier of plan.tiers) {
        readAt.set(tier, clock.now());
        revisions.tiers[tier] += 1;
      }
      time = result.time ?? time;
      values.take(plan, result);
      if (plan.expansion === newest && taken !== newest) {
        taken = newest;
        values.expanded(newest, [...Object.values(plain), ...Object.values(newest.paths)]);
        tiers.forEach((tier) => (revisions.tiers[tier] += 1));
      }
    },
    settle: values.settle,
    startRuns: (session) => runner.start(session),
    snapshot,
    hungRuns: runner.hung,
    refusedRuns: runner.refused,
    close: runner.close,
  };
}

import type { Clock } from '../clock.ts';
import type { ReadPlan, ReadResult } from '../ssh/session.ts';
import type { RunnerSession } from './remoteRunner.ts';
import { noExpansion } from './globRun.ts';
import { createRunner } from './runner.ts';
import type { Snapshot, Tier } from './snapshot.ts';
import { sortReads, tierPeriod, tiers, type Paths, type Sources } from './sources.ts';
import { createValues } from './values.ts';

/** What a poll reads, and which tiers are done with it. */
export interface TierPlan extends ReadPlan {
  readonly tiers: readonly Tier[];
  /** Which expansion of the globs it holds; a later one has to be read again. */
  readonly expansion: number;
}

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
  /** What a new expansion of the globs brought and no poll has read yet. */
  unread(): TierPlan | undefined;
  /** A live view: use it before the next `take` or `settle`. */
  readonly snapshot: Snapshot;
  /** The poll is over: what every poll reads anew is not kept until then. */
  settle(): void;
  hungRuns(): string[];
  close(): void;
}

export interface MemoryOptions {
  sources: Sources;
  /** Milliseconds between polls, as it is now. */
  intervalMs: () => number;
  clock: Clock;
  nonce: () => string;
}

const noPaths: Paths = { files: [], links: [] };
const unreadKey = 'unread';

export function createServerMemory({ sources, intervalMs, clock, nonce }: MemoryOptions): ServerMemory {
  const values = createValues();
  const revisions: Record<Tier, number> = { fast: 0, medium: 0, slow: 0, static: 0 };
  const readAt = new Map<Tier, number>();
  const plans = new Map<string, TierPlan>();
  // Polls come once an interval: what falls due before half of the next one is better read now than late.
  const slack = (): number => intervalMs() / 2;
  let time: number | undefined;
  let expanded = sortReads([]);
  let expansion = 0;
  let takenExpansion = 0;

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

  const { globs } = sources;
  let listed: string | undefined;
  let newest = noExpansion;
  const runner = createRunner({
    runs: globs === undefined ? sources.runs : [globs.run, ...sources.runs],
    clock,
    nonce,
    slack,
    snapshot: () => snapshot,
    changed(run, output) {
      revisions[run.tier] += 1;
      if (globs !== undefined && run === globs.run && output !== undefined && output.stdout !== listed) {
        listed = output.stdout;
        newest = globs.expand(output.stdout);
        expanded = sortReads(newest.reads);
        expansion += 1;
        plans.clear();
      }
    },
  });

  const isDue = (tier: Tier): boolean => clock.now() - (readAt.get(tier) ?? -Infinity) >= tierPeriod[tier] - slack();

  const makePlan = (due: readonly Tier[]): TierPlan => {
    // Paths of a new expansion are read at once, whatever tier they are of.
    const sets = tiers.flatMap((tier) => [
      due.includes(tier) ? sources.plain[tier] : noPaths,
      due.includes(tier) || takenExpansion < expansion ? expanded[tier] : noPaths,
    ]);
    return {
      files: [...new Set(sets.flatMap((set) => set.files))],
      links: [...new Set(sets.flatMap((set) => set.links))],
      tiers: due,
      expansion,
    };
  };
  const planFor = (due: readonly Tier[], key: string): TierPlan => {
    const plan = plans.get(key) ?? makePlan(due);
    plans.set(key, plan);
    return plan;
  };

  return {
    plan() {
      runner.expire();
      const due = tiers.filter(isDue);
      return planFor(due, due.join());
    },
    unread: () => (takenExpansion < expansion ? planFor([], unreadKey) : undefined),
    take(plan, result) {
      for (const tier of plan.tiers) {
        readAt.set(tier, clock.now());
        revisions[tier] += 1;
      }
      time = result.time ?? time;
      values.take(plan, result);
      if (plan.expansion === expansion && takenExpansion < expansion) {
        takenExpansion = expansion;
        plans.clear();
        values.expanded(newest, [...Object.values(sources.plain), ...Object.values(expanded)]);
        tiers.forEach((tier) => (revisions[tier] += 1));
      }
    },
    settle: () => values.forget(sources.plain.fast),
    startRuns: (session) => runner.start(session),
    snapshot,
    hungRuns: runner.hung,
    close: runner.close,
  };
}

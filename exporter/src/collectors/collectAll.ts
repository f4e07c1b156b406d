import { columnFamily, type FamilyHead } from '../metrics/columnFamily.ts';
import type { Family } from '../metrics/family.ts';
import { packFamilies, unpackFamilies, type PackedFamilies } from '../metrics/packedFamilies.ts';
import { sharedLabels } from '../metrics/sharedLabels.ts';
import type { Snapshot, Tier } from '../snapshot/snapshot.ts';
import { buildInfo } from './buildInfo.ts';
import type { Collector } from './collector.ts';

/** What is kept of one collector, with the revisions it was made from. One object for as long as the collector works: what is old is changed, not made anew. */
interface Made {
  revision: number;
  families: PackedFamilies | undefined;
  slowRevision: number;
  slow: PackedFamilies | undefined;
}

/** What a collection leaves for the next one of the same server and the same list of collectors: what did not change is not computed again. */
export interface CollectionMemory {
  /** In the order of the list. */
  readonly made: Array<Made | undefined>;
}
export const createCollectionMemory = (): CollectionMemory => ({ made: [] });

export interface Collection {
  /** All families, and node_scrape_collector_* of each collector last. */
  families: Family[];
  /** Collectors whose sources could not be understood, with what was wrong. */
  failures: Array<{ collector: string; message: string }>;
}

/** What is the same of a collector at every poll. */
interface Known {
  collector: Collector;
  tiers: readonly Tier[];
  slowTiers: readonly Tier[];
  runs: readonly string[];
  /** Computed at each poll; with a slow part of its own, the rest is fast. */
  isAnew: boolean;
  /** What is computed anew at each poll is not kept, unless the collector wants to see it. */
  isKept: boolean;
}

function knownOf(collector: Collector): Known {
  const tiers = [...new Set(collector.reads.map(({ tier }) => tier))];
  const isAnew = tiers.includes('fast') || collector.collectSlow !== undefined;
  return {
    collector,
    tiers,
    slowTiers: tiers.filter((tier) => tier !== 'fast'),
    runs: (collector.runs ?? []).map(({ name }) => name),
    isAnew,
    isKept: !isAnew || collector.collect.length > 1,
  };
}

/** No revision. A small whole number, as those are: one that is not would make an object of each revision that is kept. */
const never = -1;

/** A number that grows when files of one of the tiers or one of the runs were read anew; NaN, equal to nothing, where the snapshot does not tell. */
function revisionOf({ revisions }: Snapshot, tiers: readonly Tier[], runs: readonly string[]): number {
  if (revisions === undefined) {
    return NaN;
  }
  let sum = 0;
  for (const tier of tiers) {
    sum += revisions.tiers[tier];
  }
  for (const run of runs) {
    sum += revisions.runs.get(run) ?? 0;
  }
  return sum;
}

/** A list of collectors, and what is told of each of them: the labels are the same at every poll. */
interface Prepared {
  all: readonly Known[];
  duration: FamilyHead;
  success: FamilyHead;
}
const prepared = new WeakMap<readonly Collector[], Prepared>();
function prepare(collectors: readonly Collector[]): Prepared {
  const known = prepared.get(collectors);
  if (known !== undefined) {
    return known;
  }
  const labels = collectors.map(({ name }) => sharedLabels({ collector: name }));
  const gauge = (name: string, help: string): FamilyHead => ({ name, help, type: 'gauge', labels });
  const made = {
    all: collectors.map(knownOf),
    duration: gauge('node_scrape_collector_duration_seconds', 'How long the collector took.'),
    success: gauge('node_scrape_collector_success', '1 when the collector found its sources and understood them.'),
  };
  prepared.set(collectors, made);
  return made;
}

const unpacked = (families: PackedFamilies | undefined): Family[] | undefined =>
  families === undefined ? undefined : unpackFamilies(families);
const packed = (families: readonly Family[] | undefined, before: PackedFamilies | undefined): PackedFamilies | undefined =>
  families === undefined ? undefined : packFamilies(families, before);

/** The families of one collector, as far as possible those it made before. */
function collect(known: Known, snapshot: Snapshot, made: CollectionMemory['made'], at: number): Family[] | undefined {
  const before = made[at];
  const { collector, isAnew, isKept } = known;
  const revision = isKept ? revisionOf(snapshot, known.tiers, known.runs) : never;
  if (before !== undefined && before.revision === revision && !isAnew) {
    return unpacked(before.families);
  }
  const found = collector.collect(snapshot, isKept ? unpacked(before?.families) : undefined);
  if (!isKept && collector.collectSlow === undefined) {
    return found;
  }
  const families = isKept ? packed(found, before?.families) : undefined;
  const slowRevision = collector.collectSlow === undefined ? never : revisionOf(snapshot, known.slowTiers, known.runs);
  const isSlowKept = before !== undefined && before.slowRevision === slowRevision;
  const slow = isSlowKept ? before.slow : packed(collector.collectSlow?.(snapshot), before?.slow);
  if (before === undefined) {
    made[at] = { revision, families, slowRevision, slow };
  } else {
    Object.assign(before, { revision, families, slowRevision, slow });
  }
  // What is kept has the labels that stand for all equal ones: comparing them later on is then a comparison of pointers.
  const all = families === undefined ? found : unpackFamilies(families);
  return all === undefined || slow === undefined ? all : [...all, ...unpackFamilies(slow)];
}

/**
 * Runs all collectors over a snapshot. One that throws costs only itself: success 0, and its message among the failures.
 * `now` is a clock in milliseconds for the durations; `memory` belongs to the server and the list of collectors.
 */
export function collectAll(
  collectors: readonly Collector[],
  snapshot: Snapshot,
  now: () => number,
  memory: CollectionMemory = createCollectionMemory()
): Collection {
  const families: Family[] = [buildInfo(snapshot)];
  const failures: Collection['failures'] = [];
  const { all, duration, success } = prepare(collectors);
  const durations = new Array<number>(all.length);
  const successes = new Array<number>(all.length);
  let began = now();
  for (let one = 0; one < all.length; one += 1) {
    let found: Family[] | undefined;
    try {
      found = collect(all[one] as Known, snapshot, memory.made, one);
    } catch (error) {
      memory.made[one] = undefined;
      const { collector } = all[one] as Known;
      failures.push({ collector: collector.name, message: error instanceof Error ? error.message : String(error) });
    }
    for (let at = 0; found !== undefined && at < found.length; at += 1) {
      families.push(found[at] as Family);
    }
    const ended = now();
    durations[one] = (ended - began) / 1000;
    successes[one] = found === undefined ? 0 : 1;
    began = ended;
  }
  families.push(columnFamily(duration, durations), columnFamily(success, successes));
  return { families, failures };
}

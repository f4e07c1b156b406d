import { columnFamily, type FamilyHead } from '../metrics/columnFamily.ts';
import type { Family } from '../metrics/family.ts';
import { packFamilies, unpackFamilies, type PackedFamilies } from '../metrics/packedFamilies.ts';
import { sharedLabels } from '../metrics/sharedLabels.ts';
import type { Snapshot, Tier } from '../snapshot/snapshot.ts';
import { buildInfo } from './buildInfo.ts';
import type { Collector } from './collector.ts';

/** What is kept of one collector, with the revisions it was made from. */
interface Made {
  revision: number;
  families: PackedFamilies | undefined;
  slowRevision: number;
  slow: PackedFamilies | undefined;
}

/** What a collection leaves for the next one of the same server, by collector: what did not change is not computed again. */
export interface CollectionMemory {
  readonly made: Map<string, Made>;
}
export const createCollectionMemory = (): CollectionMemory => ({ made: new Map() });

export interface Collection {
  /** All families, and node_scrape_collector_* of each collector last. */
  families: Family[];
  /** Collectors whose sources could not be understood, with what was wrong. */
  failures: Array<{ collector: string; message: string }>;
}

/** What is the same of a collector at every poll. */
interface Known {
  tiers: readonly Tier[];
  slowTiers: readonly Tier[];
  runs: readonly string[];
  isFast: boolean;
}
const known = new WeakMap<Collector, Known>();
function knownOf(collector: Collector): Known {
  const before = known.get(collector);
  if (before !== undefined) {
    return before;
  }
  const tiers = [...new Set(collector.reads.map(({ tier }) => tier))];
  const made: Known = {
    tiers,
    slowTiers: tiers.filter((tier) => tier !== 'fast'),
    runs: (collector.runs ?? []).map(({ name }) => name),
    isFast: tiers.includes('fast'),
  };
  known.set(collector, made);
  return made;
}

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

/** What is told of each collector, without its values; the labels are the same at every poll. */
const tellers = new WeakMap<readonly Collector[], { duration: FamilyHead; success: FamilyHead }>();
function tellersOf(collectors: readonly Collector[]): { duration: FamilyHead; success: FamilyHead } {
  const before = tellers.get(collectors);
  if (before !== undefined) {
    return before;
  }
  const labels = collectors.map(({ name }) => sharedLabels({ collector: name }));
  const gauge = (name: string, help: string): FamilyHead => ({ name, help, type: 'gauge', labels });
  const made = {
    duration: gauge('node_scrape_collector_duration_seconds', 'How long the collector took.'),
    success: gauge('node_scrape_collector_success', '1 when the collector found its sources and understood them.'),
  };
  tellers.set(collectors, made);
  return made;
}

const unpacked = (families: PackedFamilies | undefined): Family[] | undefined =>
  families === undefined ? undefined : unpackFamilies(families);
const packed = (families: readonly Family[] | undefined, before: PackedFamilies | undefined): PackedFamilies | undefined =>
  families === undefined ? undefined : packFamilies(families, before);

/** The families of one collector, as far as possible those it made before. */
function collect(collector: Collector, snapshot: Snapshot, { made }: CollectionMemory): Family[] | undefined {
  const before = made.get(collector.name);
  const { tiers, slowTiers, runs, isFast } = knownOf(collector);
  const revision = revisionOf(snapshot, tiers, runs);
  // With a slow part of its own, the rest is fast.
  const isAnew = isFast || collector.collectSlow !== undefined;
  if (before !== undefined && before.revision === revision && !isAnew) {
    return unpacked(before.families);
  }
  // What is computed anew at each poll is not kept, unless the collector wants to see it.
  const isKept = !isAnew || collector.collect.length > 1;
  const found = collector.collect(snapshot, isKept ? unpacked(before?.families) : undefined);
  const families = isKept ? packed(found, before?.families) : undefined;
  const slowRevision = revisionOf(snapshot, slowTiers, runs);
  const isSlowKept = before !== undefined && before.slowRevision === slowRevision;
  const slow = isSlowKept ? before.slow : packed(collector.collectSlow?.(snapshot), before?.slow);
  if (isKept || (collector.collectSlow !== undefined && !isSlowKept)) {
    made.set(collector.name, { revision, families, slowRevision, slow });
  }
  // What is kept has the labels that stand for all equal ones: comparing them later on is then a comparison of pointers.
  const all = families === undefined ? found : unpackFamilies(families);
  return all === undefined || slow === undefined ? all : [...all, ...unpackFamilies(slow)];
}

/**
 * Runs all collectors over a snapshot. One that throws costs only itself: success 0, and its message among the failures.
 * `now` is a clock in milliseconds for the durations; `memory` belongs to the server.
 */
export function collectAll(
  collectors: readonly Collector[],
  snapshot: Snapshot,
  now: () => number,
  memory: CollectionMemory = createCollectionMemory()
): Collection {
  const families: Family[] = [buildInfo(snapshot)];
  const failures: Collection['failures'] = [];
  const durations: number[] = [];
  const successes: number[] = [];
  for (const collector of collectors) {
    const began = now();
    let found: Family[] | undefined;
    try {
      found = collect(collector, snapshot, memory);
    } catch (error) {
      memory.made.delete(collector.name);
      failures.push({ collector: collector.name, message: error instanceof Error ? error.message : String(error) });
    }
    for (let at = 0; found !== undefined && at < found.length; at += 1) {
      families.push(found[at] as Family);
    }
    durations.push((now() - began) / 1000);
    successes.push(found === undefined ? 0 : 1);
  }
  const { duration, success } = tellersOf(collectors);
  families.push(columnFamily(duration, durations), columnFamily(success, successes));
  return { families, failures };
}

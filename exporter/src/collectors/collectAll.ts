import type { Family, Labels } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
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

const set = familySet({
  duration: ['gauge', 'node_scrape_collector_duration_seconds', 'How long the collector took.'],
  success: ['gauge', 'node_scrape_collector_success', '1 when the collector found its sources and understood them.'],
});

/** What is the same of a collector at every poll. */
interface Known {
  tiers: readonly Tier[];
  isFast: boolean;
  labels: Labels;
}
const known = new WeakMap<Collector, Known>();
function knownOf(collector: Collector): Known {
  const before = known.get(collector);
  if (before !== undefined) {
    return before;
  }
  const tiers = [...new Set([...collector.reads, ...(collector.runs ?? [])].map(({ tier }) => tier))];
  const made = { tiers, isFast: tiers.includes('fast'), labels: sharedLabels({ collector: collector.name }) };
  known.set(collector, made);
  return made;
}
const slowTiers = ['medium', 'slow', 'static'] as const;

/** A number that grows when one of the tiers was read anew; NaN, equal to nothing, where the snapshot does not tell. */
function revisionOf({ revisions }: Snapshot, tiers: readonly Tier[]): number {
  if (revisions === undefined) {
    return NaN;
  }
  let sum = 0;
  for (const tier of tiers) {
    sum += revisions[tier];
  }
  return sum;
}

const none: Family[] = [];

const unpacked = (families: PackedFamilies | undefined): Family[] | undefined =>
  families === undefined ? undefined : unpackFamilies(families);
const packed = (families: readonly Family[] | undefined): PackedFamilies | undefined =>
  families === undefined ? undefined : packFamilies(families);

/** The families of one collector, as far as possible those it made before. */
function collect(collector: Collector, snapshot: Snapshot, { made }: CollectionMemory): Family[] | undefined {
  const before = made.get(collector.name);
  const { tiers, isFast } = knownOf(collector);
  const revision = revisionOf(snapshot, tiers);
  // With a slow part of its own, the rest is fast.
  if (before !== undefined && before.revision === revision && !isFast && collector.collectSlow === undefined) {
    return unpacked(before.families);
  }
  // What is computed anew at each poll is not kept, unless the collector wants to see it.
  const isKept = !isFast || collector.collect.length > 1;
  const families = collector.collect(snapshot, isKept ? unpacked(before?.families) : undefined);
  const slowRevision = revisionOf(snapshot, slowTiers);
  const isSlowKept = before !== undefined && before.slowRevision === slowRevision;
  const slow = isSlowKept ? unpacked(before.slow) : collector.collectSlow?.(snapshot);
  if (isKept || (collector.collectSlow !== undefined && !isSlowKept)) {
    made.set(collector.name, {
      revision,
      families: isKept ? packed(families) : undefined,
      slowRevision,
      slow: isSlowKept ? before.slow : packed(slow),
    });
  }
  return families === undefined || slow === undefined || slow.length === 0 ? families : [...families, ...slow];
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
  const { add, families: own } = set();
  for (const collector of collectors) {
    const began = now();
    let found: Family[] | undefined;
    try {
      found = collect(collector, snapshot, memory);
    } catch (error) {
      memory.made.delete(collector.name);
      failures.push({ collector: collector.name, message: error instanceof Error ? error.message : String(error) });
    }
    for (const family of found ?? none) {
      families.push(family);
    }
    const { labels } = knownOf(collector);
    add('duration', labels, (now() - began) / 1000);
    add('success', labels, found === undefined ? 0 : 1);
  }
  families.push(...own());
  return { families, failures };
}

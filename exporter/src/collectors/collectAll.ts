import type { Family } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import { sharedLabels } from '../metrics/sharedLabels.ts';
import type { Snapshot, Tier } from '../snapshot/snapshot.ts';
import { buildInfo } from './buildInfo.ts';
import type { Collector } from './collector.ts';

/** What a collection leaves for the next one of the same server: what did not change is not computed again. */
export interface CollectionMemory {
  /** Families of a collector, and those of its slow part, with the revisions they were made from. */
  readonly made: Map<
    string,
    { revision: number; slowRevision: number; families: Family[] | undefined; slow: Family[] }
  >;
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

const tiers = new WeakMap<Collector, ReadonlySet<Tier>>();
function tiersOf(collector: Collector): ReadonlySet<Tier> {
  const known =
    tiers.get(collector) ?? new Set([...collector.reads, ...(collector.runs ?? [])].map(({ tier }) => tier));
  tiers.set(collector, known);
  return known;
}
const slowTiers = ['medium', 'slow', 'static'] as const;

/** A number that grows when one of the tiers was read anew; NaN, equal to nothing, where the snapshot does not tell. */
const revisionOf = ({ revisions }: Snapshot, tiers: Iterable<Tier>): number =>
  revisions === undefined ? NaN : [...tiers].reduce((sum, tier) => sum + revisions[tier], 0);

const none: Family[] = [];

/** The families of one collector, as far as possible those it made before. */
function collect(collector: Collector, snapshot: Snapshot, memory: CollectionMemory): Family[] | undefined {
  const before = memory.made.get(collector.name);
  // What is computed anew at each poll is not kept: of a thousand servers that would be a hundred megabytes.
  const isFast = tiersOf(collector).has('fast');
  const isKept = !isFast || collector.collect.length > 1;
  const revision = revisionOf(snapshot, tiersOf(collector));
  const slowRevision = revisionOf(snapshot, slowTiers);
  // With a slow part of its own, the rest is fast.
  if (before !== undefined && before.revision === revision && !isFast && collector.collectSlow === undefined) {
    return before.families;
  }
  const families = collector.collect(snapshot, before?.families);
  const slow =
    collector.collectSlow === undefined
      ? none
      : before?.slowRevision === slowRevision
        ? before.slow
        : sharedLabels(collector.collectSlow(snapshot));
  if (isKept || collector.collectSlow !== undefined) {
    memory.made.set(collector.name, {
      revision,
      slowRevision,
      families: isKept ? sharedLabels(families) : undefined,
      slow,
    });
  }
  return families === undefined || slow.length === 0 ? families : [...families, ...slow];
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
    families.push(...(found ?? []));
    const labels = { collector: collector.name };
    add('duration', labels, (now() - began) / 1000);
    add('success', labels, found === undefined ? 0 : 1);
  }
  families.push(...own());
  return { families, failures };
}

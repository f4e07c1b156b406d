import { isGlob } from './glob.ts';
import { globRun, type GlobRun } from './globRun.ts';
import { createPlaces, type PlacesOf } from './places.ts';
import { createPlans, type Plans } from './plans.ts';
import type { Read, Run, Tier } from './snapshot.ts';
import { sortReads, type Paths } from './sortReads.ts';
import { tierPeriod } from './tiers.ts';

/** Everything a list of collectors wants from a server: each path once, in the fastest tier that somebody asked for. */
export interface Sources {
  plain: Readonly<Record<Tier, Paths>>;
  /** Expands the globs; undefined when there are none. Made once, as it is the same for all servers. */
  globs: GlobRun | undefined;
  runs: readonly Run[];
  plans: Plans;
  places: PlacesOf;
}

export function sourcesOf(collectors: Iterable<{ reads: readonly Read[]; runs?: readonly Run[] }>): Sources {
  const reads: Read[] = [];
  const runs = new Map<string, Run>();
  for (const collector of collectors) {
    reads.push(...collector.reads);
    for (const run of collector.runs ?? []) {
      const other = runs.get(run.name);
      if (other !== undefined && (other.script !== run.script || other.perl !== run.perl)) {
        throw new Error(`two runs are named ${run.name}`);
      }
      if (other === undefined || tierPeriod[run.tier] < tierPeriod[other.tier]) {
        runs.set(run.name, run);
      }
    }
  }
  const plain = sortReads(reads.filter((read) => !isGlob(read.path)));
  return {
    plain,
    plans: createPlans(plain),
    places: createPlaces(plain),
    globs: globRun(reads.filter((read) => isGlob(read.path))),
    runs: [...runs.values()],
  };
}

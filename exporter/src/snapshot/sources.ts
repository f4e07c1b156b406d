import { isGlob } from './glob.ts';
import { globRun, type GlobRun } from './globRun.ts';
import type { Read, Run, Tier } from './snapshot.ts';

/** How long a tier's values may stay, in milliseconds. Fast is every poll, whatever the interval. */
export const tierPeriod: Readonly<Record<Tier, number>> = { fast: 0, medium: 60_000, slow: 300_000, static: 3_600_000 };
export const tiers = Object.keys(tierPeriod) as Tier[];

/** Paths of one tier. */
export interface Paths {
  files: string[];
  links: string[];
}

/** Everything a list of collectors wants from a server: each path once, in the fastest tier that somebody asked for. */
export interface Sources {
  plain: Readonly<Record<Tier, Paths>>;
  /** Expands the globs; undefined when there are none. Made once, as it is the same for all servers. */
  globs: GlobRun | undefined;
  runs: readonly Run[];
}

const byTier = (): Record<Tier, Paths> => ({
  fast: { files: [], links: [] },
  medium: { files: [], links: [] },
  slow: { files: [], links: [] },
  static: { files: [], links: [] },
});

/** Sorts reads into tiers; where two name one path, the faster one holds. */
export function sortReads(reads: Iterable<Read>): Record<Tier, Paths> {
  const fastest = new Map<string, Read>();
  for (const read of reads) {
    const key = `${read.link === true ? 'link' : 'file'} ${read.path}`;
    const other = fastest.get(key);
    if (other === undefined || tierPeriod[read.tier] < tierPeriod[other.tier]) {
      fastest.set(key, read);
    }
  }
  const sorted = byTier();
  for (const read of fastest.values()) {
    const paths = sorted[read.tier];
    (read.link === true ? paths.links : paths.files).push(read.path);
  }
  return sorted;
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
  return {
    plain: sortReads(reads.filter((read) => !isGlob(read.path))),
    globs: globRun(reads.filter((read) => isGlob(read.path))),
    runs: [...runs.values()],
  };
}

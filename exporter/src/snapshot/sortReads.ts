import type { Read, Tier } from './snapshot.ts';
import { tierPeriod } from './tiers.ts';

/** Paths of one tier. */
export interface Paths {
  files: string[];
  links: string[];
}

export const noPaths: Paths = { files: [], links: [] };

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
  const sorted: Record<Tier, Paths> = {
    fast: { files: [], links: [] },
    medium: { files: [], links: [] },
    slow: { files: [], links: [] },
    static: { files: [], links: [] },
  };
  for (const read of fastest.values()) {
    const paths = sorted[read.tier];
    (read.link === true ? paths.links : paths.files).push(read.path);
  }
  return sorted;
}

import type { Expansion } from './globRun.ts';
import type { Tier } from './snapshot.ts';
import type { Paths } from './sortReads.ts';

/** Each path that may be kept of a server, and where its text stands. */
export interface Places {
  readonly files: ReadonlyMap<string, number>;
  readonly links: ReadonlyMap<string, number>;
}

/** The places of an expansion of the globs; servers alike share them, and keep only a list of texts each. */
export type PlacesOf = (expansion: Expansion) => Places;

export function createPlaces(plain: Readonly<Record<Tier, Paths>>): PlacesOf {
  const known = new WeakMap<Expansion, Places>();
  const numbered = (lists: ReadonlyArray<readonly string[]>): ReadonlyMap<string, number> =>
    new Map([...new Set(lists.flat())].map((path, at) => [path, at]));
  return (expansion) => {
    const found = known.get(expansion);
    if (found !== undefined) {
      return found;
    }
    const paths = [...Object.values(plain), ...Object.values(expansion.paths)];
    const places = {
      files: numbered(paths.map(({ files }) => files)),
      links: numbered(paths.map(({ links }) => links)),
    };
    known.set(expansion, places);
    return places;
  };
}

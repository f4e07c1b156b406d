import { remembered } from '../metrics/remembered.ts';
import type { ReadResult } from '../ssh/session.ts';
import { noExpansion, type Expansion } from './globRun.ts';
import type { TierPlan } from './plans.ts';
import type { Paths } from './sortReads.ts';

/** The newest content of each path that is there. */
export interface Values {
  file(path: string): string | undefined;
  link(path: string): string | undefined;
  glob(pattern: string): readonly string[];
  /** Takes over a reply: a path that was asked for and not found is gone. */
  take(plan: Pick<TierPlan, 'lasting'>, result: ReadResult): void;
  /** The poll is over: what is not lasting is forgotten, as it will be read again. */
  settle(): void;
  /** Globs were expanded anew: forgets every path that is in none of these lists. */
  expanded(expansion: Expansion, lists: readonly Paths[]): void;
}

const none: readonly string[] = [];
const nothing: Pick<ReadResult, 'files' | 'links'> = { files: new Map(), links: new Map() };
/** Most files of sysfs hold a number or a word, the same on many servers: those are kept once. What changes with every poll is longer. */
const shortText = 16;
const sharedText = remembered((text) => text, 5_000);

export function createValues(): Values {
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  /** The last reply, until the poll is over. Most of it is only looked at there, and never put into a map of ours. */
  let fresh = nothing;
  let matches = noExpansion.matches;
  /** Pattern → paths that are there, until a path comes or goes: collectors ask the same few patterns at every poll. */
  const found = new Map<string, readonly string[]>();

  const update = (
    kept: Map<string, string>,
    asked: readonly string[],
    read: ReadonlyMap<string, string>
  ): void => {
    for (const path of asked) {
      const text = read.get(path);
      const before = kept.get(path);
      if (text === undefined) {
        if (kept.delete(path)) {
          found.clear();
        }
        // The old text stays when the new one is equal: garbage that was old costs more than garbage that is young.
      } else if (text !== before) {
        if (before === undefined) {
          found.clear();
        }
        kept.set(path, text.length > shortText ? text : sharedText(text));
      }
    }
  };
  const restrict = (kept: Map<string, string>, allowed: ReadonlySet<string>): void => {
    for (const path of kept.keys()) {
      if (!allowed.has(path)) {
        kept.delete(path);
      }
    }
  };

  return {
    file: (path) => fresh.files.get(path) ?? files.get(path),
    link: (path) => fresh.links.get(path) ?? links.get(path),
    glob(pattern) {
      const known = found.get(pattern);
      if (known !== undefined) {
        return known;
      }
      const wanted = matches.get(pattern) ?? none;
      if (wanted.length === 0) {
        return none;
      }
      const isPresent = (path: string): boolean => files.has(path) || links.has(path);
      // Nearly always all of them are there, and the list is then the one that all servers like this share.
      const present = wanted.every(isPresent) ? wanted : wanted.filter(isPresent);
      found.set(pattern, present);
      return present;
    },
    take({ lasting }, result) {
      update(files, lasting.files, result.files);
      update(links, lasting.links, result.links);
      fresh = result;
    },
    settle() {
      fresh = nothing;
    },
    expanded(expansion, lists) {
      matches = expansion.matches;
      restrict(files, new Set(lists.flatMap((list) => list.files)));
      restrict(links, new Set(lists.flatMap((list) => list.links)));
      found.clear();
    },
  };
}

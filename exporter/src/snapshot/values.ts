import type { ReadPlan, ReadResult } from '../ssh/session.ts';
import { globToRegExp } from './glob.ts';
import type { Paths } from './sources.ts';

/** The newest content of each path that is there. */
export interface Values {
  file(path: string): string | undefined;
  link(path: string): string | undefined;
  glob(pattern: string): string[];
  /** Takes over a reply: a path that was asked for and not found is gone. */
  take(plan: ReadPlan, result: ReadResult): void;
  /** Forgets every path that is in none of these lists. */
  keepOnly(lists: readonly Paths[]): void;
}

export function createValues(): Values {
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  /** Pattern → paths, until a path comes or goes: collectors ask the same few patterns at every poll. */
  const found = new Map<string, string[]>();

  const update = (kept: Map<string, string>, asked: readonly string[], read: ReadonlyMap<string, string>): void => {
    for (const path of asked) {
      const value = read.get(path);
      if (value === undefined) {
        if (kept.delete(path)) {
          found.clear();
        }
      } else {
        if (!kept.has(path)) {
          found.clear();
        }
        kept.set(path, value);
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
    file: (path) => files.get(path),
    link: (path) => links.get(path),
    glob(pattern) {
      const known = found.get(pattern);
      if (known !== undefined) {
        return known;
      }
      const expression = globToRegExp(pattern);
      const paths = new Set([...files.keys(), ...links.keys()].filter((path) => expression.test(path)));
      const sorted = [...paths].sort();
      found.set(pattern, sorted);
      return sorted;
    },
    take(plan, result) {
      update(files, plan.files, result.files);
      update(links, plan.links, result.links);
    },
    keepOnly(lists) {
      restrict(files, new Set(lists.flatMap((list) => list.files)));
      restrict(links, new Set(lists.flatMap((list) => list.links)));
      found.clear();
    },
  };
}

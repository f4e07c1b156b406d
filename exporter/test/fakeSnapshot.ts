import { globToRegExp } from '../src/snapshot/glob.ts';
import type { Snapshot } from '../src/snapshot/snapshot.ts';

export interface FakeServer {
  files?: Readonly<Record<string, string>>;
  links?: Readonly<Record<string, string>>;
  /** Name of a run → what it printed. */
  runs?: Readonly<Record<string, string>>;
  time?: number;
}

/** A snapshot of what a test writes down. */
export function fakeSnapshot({ files = {}, links = {}, runs = {}, time }: FakeServer = {}): Snapshot {
  const paths = [...new Set([...Object.keys(files), ...Object.keys(links)])].sort();
  return {
    time,
    read: (path) => files[path],
    link: (path) => links[path],
    glob: (pattern) => paths.filter((path) => globToRegExp(pattern).test(path)),
    run(name) {
      const stdout = runs[name];
      return stdout === undefined ? undefined : { stdout, exitCode: 0 };
    },
  };
}

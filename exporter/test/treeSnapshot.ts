import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import type { Collector } from '../src/collectors/collector.ts';
import { shText } from './runText.ts';
import type { Run, Snapshot } from '../src/snapshot/snapshot.ts';

/** Where the parts of the tree stand for the real ones: `/proc` → its directory. */
export type Roots = Readonly<Record<string, string>>;

const inTree = (path: string, roots: Roots): string => {
  const prefix = Object.keys(roots).find((root) => path === root || path.startsWith(`${root}/`));
  return prefix === undefined ? '/nonexistent' : roots[prefix] + path.slice(prefix.length);
};

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** The glob of sh: `*`, `?` and `[…]` within one component; hidden names only by a leading dot. */
function expand(pattern: string, roots: Roots): string[] {
  let paths = [''];
  for (const part of pattern.split('/').slice(1)) {
    const wild = /[*?[]/.test(part);
    const name = new RegExp(
      `^${part
        .replace(/[.+^${}()|\\]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.')}$`
    );
    paths = paths.flatMap((base) =>
      wild
        ? (attempt(() => readdirSync(inTree(base, roots))) ?? [])
            .filter((entry) => !entry.startsWith('.') && name.test(entry))
            .map((entry) => `${base}/${entry}`)
        : [`${base}/${part}`]
    );
  }
  return paths.sort();
}

/** A snapshot of everything the collectors ask for, read from a tree of files; runs are carried out on it by `shell`. */
export function treeSnapshot(
  collectors: readonly Collector[],
  roots: Roots,
  options: { time?: number; shell?: string; path?: string; runs?: boolean } = {}
): Snapshot {
  const read = (path: string) => attempt(() => readFileSync(inTree(path, roots), 'utf8'));
  // A directory of the tree where a server has a link: it points to itself.
  const link = (path: string) =>
    attempt(() => readlinkSync(inTree(path, roots))) ??
    attempt(() => (statSync(inTree(path, roots)).isDirectory() ? path : undefined));
  const globs = new Map<string, string[]>();
  for (const request of collectors.flatMap(({ reads }) => reads)) {
    if (/[*?[]/.test(request.path)) {
      const there = request.link ? link : read;
      const found = expand(request.path, roots).filter((path) => there(path) !== undefined);
      globs.set(request.path, [...new Set([...(globs.get(request.path) ?? []), ...found])].sort());
    }
  }
  const runs = new Map<string, Run>(collectors.flatMap(({ runs: own = [] }) => own.map((run) => [run.name, run])));
  const outputs = new Map<string, string>();
  const snapshot: Snapshot = {
    time: options.time,
    read,
    link,
    glob: (pattern) => globs.get(pattern) ?? [],
    run(name) {
      const stdout = outputs.get(name);
      return stdout === undefined ? undefined : { stdout, exitCode: 0 };
    },
  };
  for (const run of options.runs === false ? [] : runs.values()) {
    const script = Object.entries(roots).reduce(
      (text, [root, directory]) => text.replaceAll(`${root}/`, `${directory}/`),
      shText(run.script, run.args?.(snapshot))
    );
    const [command = 'sh', ...args] = (options.shell ?? 'sh').split(' ');
    const stdout = attempt(() =>
      execFileSync(command, args, {
        input: script,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { PATH: options.path ?? process.env.PATH },
      })
    );
    if (stdout !== undefined) {
      // What the tree's directories stand for is what the collectors know.
      outputs.set(
        run.name,
        Object.entries(roots).reduce((text, [root, directory]) => text.replaceAll(directory, root), stdout)
      );
    }
  }
  return snapshot;
}

import { globToRegExp } from './glob.ts';
import type { Read, Run } from './snapshot.ts';

/** More paths than this are cut: a machine with thousands of virtual devices is no reason to read for seconds. */
const pathCap = 20_000;

export interface GlobRun {
  run: Run;
  /** What stands behind a list that a server printed. */
  expand(output: string): Expansion;
}

export interface Expansion {
  reads: Read[];
  /** Paths by the pattern they match, sorted. */
  matches: ReadonlyMap<string, readonly string[]>;
}

export const noExpansion: Expansion = { reads: [], matches: new Map() };

/**
 * Expands globs on the server: one command lists what exists, then the reader reads those paths.
 * printf is a builtin of every sh, so this costs no fork; a pattern that matches nothing comes back as itself and is dropped.
 * Patterns come from collectors: letters, digits, `/_.:-` and wildcards, nothing that a shell would take for more.
 */
export function globRun(globs: readonly Read[]): GlobRun | undefined {
  const patterns = [...new Set(globs.map((read) => read.path))];
  const odd = patterns.find((pattern) => !/^[\w/.:*?[\]!-]+$/.test(pattern));
  if (odd !== undefined) {
    throw new Error(`a glob holds characters that a shell would expand: ${odd}`);
  }
  if (patterns.length === 0) {
    return undefined;
  }
  const list = patterns.join(' ');
  const run: Run = {
    name: 'globs',
    tier: 'slow',
    script: `printf '%s\\n' ${list}`,
    perl: `print "$_\\n" for map { glob } qw(${list});`,
  };
  const literal = new Set(patterns);
  const expressions = globs.map((read) => ({ read, expression: globToRegExp(read.path) }));
  return {
    run,
    expand(output) {
      const paths = output.split('\n').filter((path) => path !== '' && !literal.has(path));
      const reads: Read[] = [];
      const matches = new Map<string, string[]>();
      for (const path of new Set(paths.slice(0, pathCap).sort())) {
        for (const { read, expression } of expressions) {
          if (expression.test(path)) {
            reads.push({ ...read, path });
            const known = matches.get(read.path) ?? [];
            matches.set(read.path, known.at(-1) === path ? known : [...known, path]);
          }
        }
      }
      return { reads, matches };
    },
  };
}

import { globToRegExp } from './glob.ts';
import type { Read, Run } from './snapshot.ts';

/** More paths than this are cut: a machine with thousands of virtual devices is no reason to read for seconds. */
const pathCap = 20_000;

/**
 * Expands globs on the server: one command lists what exists, then the reader reads those paths.
 * printf is a builtin of every sh, so this costs no fork; a pattern that matches nothing comes back as itself and is dropped.
 * Patterns come from collectors: letters, digits, `/_.:-` and wildcards, nothing that a shell would take for more.
 */
export function globRun(globs: readonly Read[]) {
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
  const expressions = globs.map((read) => ({ read, expression: globToRegExp(read.path) }));
  let last: string | undefined;
  return {
    run,
    /** Whether the list is another one than at the last call. */
    changed(output: string): boolean {
      const before = last;
      last = output;
      return before !== output;
    },
    reads(output: string): Read[] {
      const literal = new Set(patterns);
      const paths = output.split('\n').filter((path) => path !== '' && !literal.has(path));
      return paths
        .slice(0, pathCap)
        .flatMap((path) =>
          expressions.filter(({ expression }) => expression.test(path)).map(({ read }) => ({ ...read, path }))
        );
    },
  };
}

import { globToRegExp } from './glob.ts';
import type { Read, Run, Tier } from './snapshot.ts';
import { sortReads, type Paths } from './sortReads.ts';

/** More paths than this are cut: a machine with thousands of virtual devices is no reason to read for seconds. */
const pathCap = 20_000;

export interface GlobRun {
  run: Run;
  /** What stands behind a list that a server printed; the same object for the same list, while anybody keeps it. */
  expand(output: string): Expansion;
}

export interface Expansion {
  /** What is to be read because of globs. */
  paths: Readonly<Record<Tier, Paths>>;
  /** Paths by the pattern they match, sorted. */
  matches: ReadonlyMap<string, readonly string[]>;
}

export const noExpansion: Expansion = { paths: sortReads([]), matches: new Map() };

/** Remembers what was made of a text, as long as somebody keeps it: servers of one kind have it once, not each for itself. */
function shared<Value extends object>(make: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, WeakRef<Value>>();
  const gone = new FinalizationRegistry<string>((text) => {
    if (known.get(text)?.deref() === undefined) {
      known.delete(text);
    }
  });
  return (text) => {
    const present = known.get(text)?.deref();
    if (present !== undefined) {
      return present;
    }
    const made = make(text);
    known.set(text, new WeakRef(made));
    gone.register(made, text);
    return made;
  };
}

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
    passing: true,
    script: `printf '%s\\n' ${list}`,
    perl: `print "$_\\n" for map { glob } qw(${list});`,
  };
  const literal = new Set(patterns);
  const expressions = globs.map((read) => ({ read, expression: globToRegExp(read.path) }));
  return {
    run,
    expand: shared((output) => {
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
      return { paths: sortReads(reads), matches };
    }),
  };
}

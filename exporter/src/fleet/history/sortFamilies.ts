import type { Layout } from '../frames/layout.ts';
import type { Shape } from '../frames/shape.ts';
import type { Run } from './piece.ts';
import { createScratch } from './scratch.ts';

export interface SortedFamilies {
  /** Families that had the same series in all polls, sorted by name, whatever became of others: nearly all of them. */
  steady: Shape[];
  /** Where the values of the steady ones stand in each run, two numbers for each: family F of run R is at 2 * (F * runs + R). */
  places: Int32Array;
  /** Names of the others. */
  changing: Set<string>;
}

/** How far the families of one frame have been gone through. */
interface Head {
  run: number;
  frame: number;
  layout: Layout;
  position: number;
  /** Where the values of the family begin that was taken last. */
  start: number;
}

/** What the runs have of one family; the same object for all of them, and `heads` never shortened, which would make it grow anew each time. */
interface Taken {
  /** Undefined where two runs differ, or one has it twice. */
  shape: Shape | undefined;
  /** How often it was found with series: so many of `heads` count, in the order of the runs. */
  count: number;
  heads: Head[];
}

const scratch = createScratch((length) => new Int32Array(length));
const nameAt = ({ layout, position }: Head): string | undefined => layout.shapes[position]?.family;

function nextName(heads: readonly Head[]): string | undefined {
  let least: string | undefined;
  for (let i = 0; i < heads.length; i += 1) {
    const name = nameAt(heads[i] as Head);
    if (name !== least && name !== undefined && (least === undefined || name < least)) {
      least = name;
    }
  }
  return least;
}

/**
 * Goes through the frames of all runs at once, family by family: layouts are sorted by name. A family is steady if each run has it
 * once and with the same series; text files may bring one a second time.
 */
export function sortFamilies(runs: readonly Run[], wanted: (family: string) => boolean): SortedFamilies {
  const most = runs[0]?.layouts.reduce((sum, { shapes }) => sum + shapes.length, 0) ?? 0;
  const sorted: SortedFamilies = { steady: [], places: scratch(2 * most * runs.length), changing: new Set() };
  const heads = runs.flatMap(({ layouts }, run) => layouts.map((layout, frame): Head => ({ run, frame, layout, position: 0, start: 0 })));
  const taken: Taken = { shape: undefined, count: 0, heads: [] };
  let at = 0;
  for (let name = nextName(heads); name !== undefined; name = nextName(heads)) {
    take(heads, name, taken);
    if (taken.count === 0 || !wanted(name)) {
      continue;
    }
    if (taken.shape === undefined || taken.count !== runs.length) {
      sorted.changing.add(name);
      continue;
    }
    sorted.steady.push(taken.shape);
    for (let run = 0; run < runs.length; run += 1) {
      const { frame, start } = taken.heads[run] as Head;
      sorted.places[at++] = frame;
      sorted.places[at++] = start;
    }
  }
  return sorted;
}

/** Takes a family from all frames. */
function take(heads: readonly Head[], name: string, taken: Taken): void {
  let shape: Shape | undefined;
  let same = true;
  taken.count = 0;
  for (let i = 0; i < heads.length; i += 1) {
    const head = heads[i] as Head;
    for (; nameAt(head) === name; head.position += 1) {
      const here = head.layout.shapes[head.position] as Shape;
      if (here.labels.length > 0) {
        same &&= head.run === taken.count && (shape ?? here) === here;
        shape = here;
        head.start = head.layout.starts[head.position] as number;
        taken.heads[taken.count++] = head;
      }
    }
  }
  taken.shape = same ? shape : undefined;
}

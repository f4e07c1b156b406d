import { familyOf, type Numbers } from '../frames/frame.ts';
import type { Layout } from '../frames/layout.ts';
import type { Column } from './column.ts';
import { mergeFamily, type FamilyPiece, type Part } from './merge.ts';

/** One poll, as it waits to be written: what was read, and the vitals made of it. */
export interface Recorded {
  at: number;
  frames: readonly Numbers[];
}

/** A stretch of polls that brought the same series. */
export interface Run {
  layouts: readonly Layout[];
  polls: Recorded[];
}

export function runsOf(polls: readonly Recorded[]): Run[] {
  const runs: Run[] = [];
  for (const poll of polls) {
    const last = runs.at(-1);
    if (last !== undefined && last.layouts.length === poll.frames.length && poll.frames.every((frame, i) => frame.layout === last.layouts[i])) {
      last.polls.push(poll);
    } else {
      runs.push({ layouts: poll.frames.map((frame) => frame.layout), polls: [poll] });
    }
  }
  return runs;
}

/** Columns of some series that begin at `start` of the values of each poll. */
function turned(series: number, values: readonly Float64Array[], start: number): Column[] {
  const columns = Array.from({ length: series }, () => ({ values: new Float64Array(values.length), present: undefined }));
  values.forEach((from, poll) => {
    columns.forEach((column, one) => {
      column.values[poll] = from[start + one] as number;
    });
  });
  return columns;
}

function familiesOfRun({ layouts, polls }: Run, wanted: (family: string) => boolean): Map<string, FamilyPiece> {
  const families = new Map<string, FamilyPiece>();
  layouts.forEach(({ shapes, starts }, which) => {
    const values = polls.map((poll) => (poll.frames[which] as Numbers).values);
    shapes.forEach((shape, position) => {
      if (!wanted(shape.family) || shape.labels.length === 0) {
        return;
      }
      const columns = turned(shape.labels.length, values, starts[position] as number);
      const before = families.get(shape.family);
      // Text files may bring a family a second time.
      families.set(shape.family, before === undefined ? { shape, columns } : { shape: { ...shape, labels: [...before.shape.labels, ...shape.labels] }, columns: [...before.columns, ...columns] });
    });
  });
  return families;
}

/** Polls turned on their side: families with a column for each series, sorted by name. */
export function columnsOf(polls: readonly Recorded[], wanted: (family: string) => boolean, maxSeries: number): FamilyPiece[] {
  const stretches = runsOf(polls).map((run) => ({ polls: run.polls.length, families: familiesOfRun(run, wanted) }));
  return joinParts(stretches, maxSeries);
}

/** Puts successive stretches together, family by family, sorted by name; at most so many series of one family. */
function joinParts(stretches: ReadonlyArray<{ polls: number; families: ReadonlyMap<string, FamilyPiece> }>, maxSeries: number): FamilyPiece[] {
  const only = stretches[0];
  const names = [...new Set(stretches.flatMap(({ families }) => [...families.keys()]))].sort();
  if (stretches.length === 1 && only !== undefined) {
    return names.map((name) => only.families.get(name) as FamilyPiece);
  }
  return names.map((name) => mergeFamily(stretches.map(({ polls, families }): Part => ({ polls, family: families.get(name) })), maxSeries));
}

/** One family of the polls that wait, for a query that reaches to now. */
export function recordedFamily(poll: Recorded, family: string): ReturnType<typeof familyOf> {
  for (const frame of poll.frames) {
    const found = familyOf(frame, family);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

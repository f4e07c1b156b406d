import { familyOf, type Frame } from '../frames/frame.ts';
import { findShape, type Layout } from '../frames/layout.ts';
import type { Shape } from '../frames/shape.ts';
import type { Column } from './column.ts';
import { mergeFamily, type FamilyPiece, type Part } from './merge.ts';

/** One poll, as it waits to be written: what was read, and the vitals made of it. */
export interface Recorded {
  at: number;
  frames: readonly Frame[];
}

/** A stretch of polls that brought the same series. */
interface Run {
  layouts: readonly Layout[];
  polls: Recorded[];
}

function runsOf(polls: readonly Recorded[]): Run[] {
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

/** Columns of some series: of poll P those that begin at starts[P] of its values. `room` holds them, from a place on. */
function turned(series: number, values: readonly Float64Array[], starts: readonly number[], room: Float64Array, at: number): Column[] {
  const polls = values.length;
  for (let poll = 0; poll < polls; poll += 1) {
    const from = values[poll] as Float64Array;
    const start = starts[poll] as number;
    for (let one = 0; one < series; one += 1) {
      room[at + one * polls + poll] = from[start + one] as number;
    }
  }
  const columns: Column[] = [];
  for (let one = 0; one < series; one += 1) {
    const start = at + one * polls;
    columns.push({ values: room.subarray(start, start + polls), present: undefined });
  }
  return columns;
}

/** Whether a family stands in more than one place of a poll; text files may bring one a second time. Layouts are sorted. */
const isTwice = (layouts: readonly Layout[], which: number, { family }: Shape, position: number): boolean =>
  layouts[which]?.shapes[position + 1]?.family === family ||
  layouts[which]?.shapes[position - 1]?.family === family ||
  layouts.some((other, at) => at !== which && findShape(other, family) >= 0);

interface Sorted {
  /** Families that had the same series in all of these polls, whatever became of others: nearly all of them. */
  steady: FamilyPiece[];
  /** Names of the others. */
  changing: Set<string>;
}

function sortFamilies(polls: readonly Recorded[], wanted: (family: string) => boolean): Sorted {
  const sorted: Sorted = { steady: [], changing: new Set() };
  const layouts = polls[0]?.frames.map(({ layout }) => layout) ?? [];
  layouts.forEach(({ shapes, starts: first, size }, which) => {
    // One array for all: an array for each series would be most of what writing costs.
    const room = new Float64Array(size * polls.length);
    const frames = polls.map((poll) => poll.frames[which]);
    const values = frames.map((frame) => frame?.values ?? none);
    shapes.forEach((shape, position) => {
      const { family, labels } = shape;
      if (labels.length === 0 || !wanted(family)) {
        return;
      }
      const starts = isTwice(layouts, which, shape, position) ? undefined : startsOf(shape, position, frames);
      if (starts === undefined) {
        sorted.changing.add(family);
      } else {
        sorted.steady.push({ shape, columns: turned(labels.length, values, starts, room, (first[position] as number) * polls.length) });
      }
    });
  });
  // What the first poll did not have.
  for (const { frames } of polls.slice(1)) {
    for (const { layout } of frames) {
      if (!layouts.includes(layout)) {
        layout.shapes.filter(({ family }) => !layouts.some((one) => findShape(one, family) >= 0)).forEach(({ family }) => sorted.changing.add(family));
      }
    }
  }
  return sorted;
}
const none = new Float64Array(0);

/** Where the series of a shape begin in each frame; undefined where one has others. `position`: in the first frame. */
function startsOf(shape: Shape, position: number, frames: ReadonlyArray<Frame | undefined>): number[] | undefined {
  const starts: number[] = [];
  for (const frame of frames) {
    if (frame === undefined) {
      return undefined;
    }
    const { shapes, starts: all } = frame.layout;
    const there = shapes[position] === shape ? position : findShape(frame.layout, shape.family);
    if (shapes[there] !== shape || shapes[there - 1]?.family === shape.family || shapes[there + 1]?.family === shape.family) {
      return undefined;
    }
    starts.push(all[there] as number);
  }
  return starts;
}

function familiesOfRun({ layouts, polls }: Run, wanted: (family: string) => boolean): Map<string, FamilyPiece> {
  const families = new Map<string, FamilyPiece>();
  layouts.forEach(({ shapes, starts }, which) => {
    const values = polls.map((poll) => (poll.frames[which] as Frame).values);
    shapes.forEach((shape, position) => {
      if (!wanted(shape.family) || shape.labels.length === 0) {
        return;
      }
      const series = shape.labels.length;
      const room = new Float64Array(series * polls.length);
      const columns = turned(series, values, new Array<number>(polls.length).fill(starts[position] as number), room, 0);
      const before = families.get(shape.family);
      // Text files may bring a family a second time.
      families.set(shape.family, before === undefined ? { shape, columns } : { shape: { ...shape, labels: [...before.shape.labels, ...shape.labels] }, columns: [...before.columns, ...columns] });
    });
  });
  return families;
}

const byName = (a: FamilyPiece, b: FamilyPiece): number => (a.shape.family < b.shape.family ? -1 : 1);

/** Polls turned on their side: families with a column for each series, sorted by name. */
export function columnsOf(polls: readonly Recorded[], wanted: (family: string) => boolean, maxSeries: number): FamilyPiece[] {
  const { steady, changing } = sortFamilies(polls, wanted);
  if (changing.size === 0) {
    return steady.sort(byName);
  }
  const parts = runsOf(polls).map((run) => ({
    polls: run.polls.length,
    families: familiesOfRun(run, (family) => changing.has(family) && wanted(family)),
  }));
  return [...steady, ...joinParts(parts, maxSeries)].sort(byName);
}

/** Puts successive stretches together, family by family, sorted by name; at most so many series of one family. */
export function joinParts(stretches: ReadonlyArray<{ polls: number; families: ReadonlyMap<string, FamilyPiece> }>, maxSeries: number): FamilyPiece[] {
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

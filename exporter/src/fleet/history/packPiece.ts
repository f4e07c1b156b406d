import type { Numbers } from '../frames/frame.ts';
import type { Shape } from '../frames/shape.ts';
import { emptyBlock, putColumns, type Block } from './block.ts';
import { encodePage } from './encodePage.ts';
import type { FamilyPiece } from './merge.ts';
import { columnsOf, runsOf, type Recorded, type Run } from './piece.ts';
import { sortFamilies, type SortedFamilies } from './sortFamilies.ts';

/** A page, and the families that stand on it, in their order: what the directory has to tell. */
export interface PackedPage {
  shapes: readonly Shape[];
  data: Uint8Array;
}

/**
 * Packs the polls that wait as one page, families sorted by name; none if there is nothing to keep. What did not change from one to
 * the next goes from their frames into the page, with nothing made of it in between: a thousand servers have half a million series to
 * write each minute.
 */
export function packPiece(polls: readonly Recorded[], wanted: (family: string) => boolean, maxSeries: number): PackedPage | undefined {
  const runs = runsOf(polls);
  const sorted = sortFamilies(runs, wanted);
  const changing = sorted.changing.size === 0 ? [] : columnsOf(polls, (family) => sorted.changing.has(family), maxSeries);
  const block = emptyBlock(seriesOf(sorted.steady) + changing.reduce((sum, { columns }) => sum + columns.length, 0), polls.length);
  const shapes = fill(block, runs, sorted, changing);
  return shapes.length === 0 ? undefined : { shapes, data: encodePage(block, true) };
}

function seriesOf(shapes: readonly Shape[]): number {
  let series = 0;
  for (let i = 0; i < shapes.length; i += 1) {
    series += (shapes[i] as Shape).labels.length;
  }
  return series;
}

/** Puts both sorts of families into a block, by name, and gives their shapes in that order. */
function fill(block: Block, runs: readonly Run[], sorted: SortedFamilies, changing: readonly FamilyPiece[]): readonly Shape[] {
  const { steady } = sorted;
  const shapes = new Array<Shape>(steady.length + changing.length);
  let family = 0;
  let other = 0;
  let series = 0;
  for (let i = 0; i < shapes.length; i += 1) {
    const shape = steady[family];
    const changed = changing[other];
    if (changed !== undefined && (shape === undefined || changed.shape.family < shape.family)) {
      putColumns(block, series, changed.columns);
      shapes[i] = changed.shape;
      other += 1;
    } else {
      putSteady(block, series, runs, sorted, family);
      shapes[i] = shape as Shape;
      family += 1;
    }
    series += (shapes[i] as Shape).labels.length;
  }
  return shapes;
}

function putSteady({ values, polls }: Block, at: number, runs: readonly Run[], { steady, places }: SortedFamilies, family: number): void {
  const series = (steady[family] as Shape).labels.length;
  let poll = 0;
  for (let run = 0; run < runs.length; run += 1) {
    const place = 2 * (family * runs.length + run);
    const frame = places[place] as number;
    const start = places[place + 1] as number;
    const recorded = (runs[run] as Run).polls;
    for (let i = 0; i < recorded.length; i += 1) {
      const from = ((recorded[i] as Recorded).frames[frame] as Numbers).values;
      for (let one = 0; one < series; one += 1) {
        values[(at + one) * polls + poll] = from[start + one] as number;
      }
      poll += 1;
    }
  }
}

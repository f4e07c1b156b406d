import type { Column } from './column.ts';
import { createScratch } from './scratch.ts';

/** Series over the same polls, one after the other, in one array: an array for each series is what writing would spend its time with. */
export interface Block {
  polls: number;
  series: number;
  /** Poll P of series S is at S * polls + P; what comes after the last series is none of theirs. */
  values: Float64Array;
  /** Of series that some of the polls did not have: 1 where the poll had it. */
  present: Map<number, Uint8Array>;
}

const scratch = createScratch((length) => new Float64Array(length));

/** A block to be filled, every value of it, and encoded before the next one is asked for. */
export const emptyBlock = (series: number, polls: number): Block => ({ polls, series, values: scratch(series * polls), present: new Map() });

/** Puts columns into a block; `at`: the first of their series. */
export function putColumns(block: Block, at: number, columns: readonly Column[]): void {
  columns.forEach(({ values, present }, i) => {
    block.values.set(values, (at + i) * block.polls);
    if (present !== undefined) {
      block.present.set(at + i, present);
    }
  });
}

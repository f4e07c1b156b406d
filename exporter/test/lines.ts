import type { Family } from '../src/metrics/family.ts';
import { exposition } from '../src/metrics/exposition.ts';

/** The sample lines of families as the exposition has them, in order, without HELP and TYPE. */
export const linesOf = (families: readonly Family[] | undefined): string[] =>
  families === undefined
    ? []
    : exposition(families)
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .sort();

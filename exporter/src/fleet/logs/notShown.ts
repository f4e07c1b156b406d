import type { LogLine } from '../../../../contract/logs.ts';

/**
 * Lines of a tail that a reading of the same source, taken while the tail went on, does not show yet. Both end somewhere in the same
 * file: the last lines read are looked for among those of the tail, and what stands behind them is new.
 */
export function notShown(tail: readonly LogLine[], read: readonly LogLine[]): LogLine[] {
  for (let count = tail.length; count > 0; count -= 1) {
    const compared = Math.min(count, read.length);
    let same = compared > 0;
    for (let back = 1; same && back <= compared; back += 1) {
      same = tail[count - back]?.text === read[read.length - back]?.text;
    }
    if (same) {
      return tail.slice(count);
    }
  }
  return [...tail];
}

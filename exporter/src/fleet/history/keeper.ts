import type { Clock } from '../../clock.ts';
import type { HistoryRepository } from '../../store/history.ts';
import { breathe } from './breathe.ts';
import type { HistorySettings } from './settings.ts';
import type { ShapeBook } from './shapeBook.ts';

export interface HistoryTotals {
  chunks: number;
  bytes: number;
  samples: number;
  oldest: number | null;
}

/** Removes what is too old or too much. */
export interface Keeper {
  /** Removes chunks past retention, then the oldest ones while all together are too large. Returns how many went. */
  run(): Promise<number>;
  totals(): Promise<HistoryTotals>;
}

/** Removed in one statement: each takes its pages along, and other work waits meanwhile. */
const atOnce = 200;
const day = 24 * 3600 * 1000;

export function createKeeper(repository: HistoryRepository, book: ShapeBook, clock: Clock, settings: HistorySettings): Keeper {
  const removeOldest = async (): Promise<number> => {
    let removed = 0;
    let { bytes } = await repository.totals();
    const edge = clock.now() - settings.retentionMs;
    for (;;) {
      const going: number[] = [];
      for (const row of await repository.oldest(atOnce)) {
        if (row.endedAt >= edge && bytes <= settings.maxBytes) {
          break;
        }
        bytes -= row.bytes;
        going.push(row.id);
      }
      await repository.removeChunks(going);
      removed += going.length;
      if (going.length < atOnce) {
        return removed;
      }
      await breathe();
    }
  };

  return {
    async run() {
      const removed = await removeOldest();
      await book.removeUnusedSince(clock.now() - settings.retentionMs - 2 * day);
      return removed;
    },
    totals: () => repository.totals(),
  };
}

/** What the environment says about history. */
export interface HistorySettings {
  /** Chunks that ended longer ago are removed, ms. */
  retentionMs: number;
  /** The oldest chunks go when all together take more. */
  maxBytes: number;
  /** Polls wait this long in memory at most; what a crash takes is what waits. */
  flushMs: number;
  /** Families that are not kept. */
  exclude: RegExp | undefined;
}

/** Polls in a sealed chunk: half an hour at 15 s. A day of one family is then 48 pages to read. */
export const pollsPerChunk = 120;
/** Series of one family that are kept. */
export const maxSeries = 10_000;

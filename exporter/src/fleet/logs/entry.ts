import type { LogLevel } from '../../../../contract/logSource.ts';

/** What a format makes of one entry. `time` in ms since the epoch; undefined parts were not told. */
export interface ParsedEntry {
  time: number | undefined;
  level: LogLevel;
  message: string;
  fields: Record<string, string>;
}

/** Parses one entry, or undefined when it is not of this format. */
export type EntryParser = (text: string) => ParsedEntry | undefined;

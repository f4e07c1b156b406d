import type { LogLine } from '../../../../contract/logs.ts';
import type { LogSourceInput } from '../../../../contract/logSource.ts';
import { instant } from '../../clock.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import type { ParsedEntry } from './entry.ts';
import { splitEntries, type RawEntry } from './entries.ts';
import { entryParser } from './formats.ts';
import { journalEntry } from './journal.ts';

/** A saved source, as far as reading it goes. */
export interface ReadableSource {
  id: string;
  definition: LogSourceInput;
}

export interface LogServer {
  id: string;
  name: string;
}

/** Turns bytes of one source into lines; made once per source, used for every server. */
export interface SourceParser {
  readonly begins: Pattern | undefined;
  parse(text: string): ParsedEntry;
  line(entry: RawEntry, server: LogServer, file: string | null): LogLine;
  /** `last`: nothing follows; otherwise the unfinished end is handed back. */
  lines(data: Buffer, server: LogServer, file: string | null, last: boolean): { lines: LogLine[]; rest: Buffer };
}

export function createSourceParser({ id, definition }: ReadableSource, now: () => number): SourceParser {
  const begins = definition.multiline === null ? undefined : compilePattern(definition.multiline, 'multiline');
  const byFormat = entryParser(definition, { timeZone: definition.timeZone, now });
  const parse = definition.type === 'journald' ? (text: string) => journalEntry(text) ?? byFormat(text) : byFormat;
  const line = (entry: RawEntry, server: LogServer, file: string | null): LogLine => {
    const parsed = parse(entry.text);
    return {
      sourceId: id,
      serverId: server.id,
      serverName: server.name,
      file,
      time: parsed.time === undefined || !Number.isFinite(parsed.time) ? null : instant(parsed.time),
      level: parsed.level,
      text: definition.type === 'journald' && parsed.message !== '' ? parsed.message : entry.text,
      message: parsed.message,
      fields: parsed.fields,
      truncated: entry.truncated,
    };
  };
  return {
    begins,
    parse,
    line,
    lines(data, server, file, last) {
      const { entries, rest } = splitEntries(data, begins, last);
      return { lines: entries.filter((entry) => entry.text.trim() !== '').map((entry) => line(entry, server, file)), rest };
    },
  };
}

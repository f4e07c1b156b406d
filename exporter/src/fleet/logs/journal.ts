import type { ParsedEntry } from './entry.ts';
import { guessLevel, levelOfPriority } from './level.ts';

/** journald writes a field that is no valid UTF-8 as an array of bytes (systemd.journal-fields(7), JSON format). */
const textOf = (value: unknown): string => (Array.isArray(value) ? Buffer.from(value as number[]).toString('utf8') : typeof value === 'string' ? value : '');

const shown: Record<string, string> = { _HOSTNAME: 'host', SYSLOG_IDENTIFIER: 'app', _PID: 'pid', _SYSTEMD_UNIT: 'unit' };

/** One line of `journalctl --output=json`, or undefined when it is none. */
export function journalEntry(line: string): ParsedEntry | undefined {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const message = textOf(fields['MESSAGE']);
  const priority = textOf(fields['PRIORITY']);
  const micros = Number(textOf(fields['_SOURCE_REALTIME_TIMESTAMP']) || textOf(fields['__REALTIME_TIMESTAMP']));
  return {
    time: Number.isFinite(micros) && micros > 0 ? Math.floor(micros / 1000) : undefined,
    level: /^[0-7]$/.test(priority) ? levelOfPriority(Number(priority)) : guessLevel(message),
    message,
    fields: Object.fromEntries(Object.entries(shown).flatMap(([from, to]) => (fields[from] === undefined ? [] : [[to, textOf(fields[from])]]))),
  };
}

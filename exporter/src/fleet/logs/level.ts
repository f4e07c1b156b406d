import type { LogLevel } from '../../../../contract/logSource.ts';

const words: Record<string, LogLevel> = {
  trace: 'trace', finest: 'trace', verbose: 'debug', debug: 'debug', dbg: 'debug', fine: 'debug',
  info: 'info', information: 'info', informational: 'info', inf: 'info', log: 'info',
  notice: 'notice',
  warn: 'warning', warning: 'warning', wrn: 'warning',
  error: 'error', err: 'error', eror: 'error', severe: 'error', fail: 'error', failed: 'error', failure: 'error', exception: 'error',
  critical: 'critical', crit: 'critical', fatal: 'critical', panic: 'critical', alert: 'critical', emerg: 'critical', emergency: 'critical',
};

/** RFC 5424, table 2: emergency, alert, critical, error, warning, notice, informational, debug. */
const priorities: readonly LogLevel[] = ['critical', 'critical', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];
export const levelOfPriority = (priority: number): LogLevel => priorities[priority & 7] ?? 'unknown';

/** bunyan and pino write 10, 20 … 60. */
const numbers: Record<string, LogLevel> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warning', 50: 'error', 60: 'critical' };

/** A level by its name or number; unknown when it is none. */
export const levelOf = (text: string | undefined): LogLevel => (text === undefined ? 'unknown' : (words[text.trim().toLowerCase()] ?? numbers[text.trim()] ?? 'unknown'));

/** Level words stand near the start, in brackets, after an equals sign, or before a colon. Only the first 200 characters are looked at. */
const marked = /(?:^|[\s[(<"|=/])(trace|debug|dbg|verbose|info|information|notice|warn|warning|error|err|severe|critical|crit|fatal|panic|alert|emerg(?:ency)?)(?=[\s\])>"|:,/.!]|$)/i;
const failing = /\b(error|failed|failure|exception|fatal|panic)\b/i;

/** The level a text seems to have: a marked word first, else words that speak of a failure. */
export function guessLevel(text: string): LogLevel {
  const head = text.slice(0, 200);
  const word = marked.exec(head)?.[1];
  if (word !== undefined) {
    return levelOf(word);
  }
  return failing.test(head) ? 'error' : 'unknown';
}

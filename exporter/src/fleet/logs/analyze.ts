import type { LogAnalysis, LogLine } from '../../../../contract/logs.ts';
import type { LogLevel } from '../../../../contract/logSource.ts';
import { instant } from '../../clock.ts';
import { breathe } from '../history/breathe.ts';
import { createTemplates } from './template.ts';

export interface AnalysisWindow {
  from: number;
  to: number;
  buckets: number;
  /** Most patterns in the answer. */
  patterns: number;
}

type Counted = Pick<LogAnalysis, 'total' | 'linesPerSecond' | 'levels' | 'buckets' | 'patterns' | 'errors'>;

const surrounding = 3;
const maxErrors = 20;
/** Lines taken at once; then whatever else is due has its turn. */
const atOnce = 250;
/** A pattern rises or falls when it changed by half, and by more than chance: twice the square root of the count. */
const notable = (now: number, before: number): boolean => Math.abs(now - before) > Math.max(before / 2, 2 * Math.sqrt(Math.max(now, before)));

const severity: readonly LogLevel[] = ['unknown', 'trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical'];
const worse = (a: LogLevel, b: LogLevel): LogLevel => (severity.indexOf(a) >= severity.indexOf(b) ? a : b);

function trend(now: number, before: number): LogAnalysis['patterns'][number]['trend'] {
  if (before === 0) {
    return 'new';
  }
  return notable(now, before) ? (now > before ? 'rising' : 'falling') : 'steady';
}

/** Levels over time, patterns against the window before (the same length), errors with what stood around them. Lines are in order of time. */
export async function analyze(lines: readonly LogLine[], { from, to, buckets, patterns }: AnalysisWindow): Promise<Counted> {
  const length = to - from;
  const width = length / buckets;
  const counts: Array<Partial<Record<LogLevel, number>>> = Array.from({ length: buckets }, () => ({}));
  const levels: Partial<Record<LogLevel, number>> = {};
  const templates = createTemplates();
  const kinds = new Map<number, { count: number; before: number; level: LogLevel; sample: LogLine; index: number }>();
  const present: LogLine[] = [];
  let time = from - length;

  for (const [index, line] of lines.entries()) {
    if (index % atOnce === 0) {
      await breathe();
    }
    time = line.time === null ? time : Date.parse(line.time);
    if (time < from - length || time > to) {
      continue;
    }
    const key = templates.add(line.message);
    const kind = kinds.get(key) ?? { count: 0, before: 0, level: line.level, sample: line, index: -1 };
    kinds.set(key, kind);
    if (time < from) {
      kind.before += 1;
      continue;
    }
    if (kind.count === 0) {
      Object.assign(kind, { sample: line, index: present.length });
    }
    kind.count += 1;
    kind.level = worse(line.level, kind.level);
    present.push(line);
    levels[line.level] = (levels[line.level] ?? 0) + 1;
    const bucket = counts[Math.min(buckets - 1, Math.floor((time - from) / width))] as Partial<Record<LogLevel, number>>;
    bucket[line.level] = (bucket[line.level] ?? 0) + 1;
  }

  const ranked = [...kinds.entries()].filter(([, kind]) => kind.count > 0).sort(([, a], [, b]) => b.count - a.count);
  return {
    total: present.length,
    linesPerSecond: length > 0 ? present.length / (length / 1000) : 0,
    levels,
    buckets: counts.map((count, index) => ({ at: instant(from + index * width), levels: count })),
    patterns: ranked.slice(0, patterns).map(([key, { count, before, level, sample }]) => ({ pattern: templates.pattern(key), count, before, trend: trend(count, before), level, sample })),
    errors: ranked
      .filter(([, kind]) => kind.level === 'error' || kind.level === 'critical')
      .slice(0, maxErrors)
      .map(([, { sample, index, count }]) => ({ line: sample, before: present.slice(Math.max(0, index - surrounding), index), after: present.slice(index + 1, index + 1 + surrounding), count })),
  };
}

import type { LogLine } from '../../../../contract/logs.ts';
import type { Family } from '../../metrics/family.ts';
import type { LogProgress } from '../../store/logSources.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { moved, type FollowNews } from './followedBytes.ts';
import type { ReadableSource } from './sourceReader.ts';

/** Counts one source on one server: lines by level, matches by rule, and up to where. */
export interface LogCounter {
  add(news: FollowNews): void;
  progress(): LogProgress;
  /** Something changed since `progress` was read last. */
  dirty(): boolean;
}

export function createLogCounter(source: ReadableSource, serverId: string, before: LogProgress | undefined, now: () => number): LogCounter {
  const rules: Array<{ name: string; pattern: Pattern; levels: readonly string[] }> = source.definition.rules.map((rule, index) => ({
    name: rule.name,
    pattern: compilePattern(rule.pattern, `rules.${index}.pattern`),
    levels: rule.levels,
  }));
  const levels: Record<string, number> = { ...before?.levels };
  // A rule counts from its first day on; one that is gone is not told any more.
  const matches: Record<string, number> = Object.fromEntries(rules.map(({ name }) => [name, before?.rules[name] ?? 0]));
  let positions = before?.positions ?? [];
  let changed = before === undefined;

  const count = (line: LogLine) => {
    levels[line.level] = (levels[line.level] ?? 0) + 1;
    for (const { name, pattern, levels: only } of rules) {
      if ((only.length === 0 || only.includes(line.level)) && pattern.test(line.text)) {
        matches[name] = (matches[name] ?? 0) + 1;
      }
    }
  };
  return {
    add(news) {
      news.lines.forEach(count);
      positions = source.definition.type === 'file' ? moved(positions, news.positions) : news.positions.length > 0 ? news.positions : positions;
      changed = changed || news.lines.length > 0 || news.positions.length > 0;
    },
    progress() {
      changed = false;
      return { sourceId: source.id, serverId, positions, levels: { ...levels }, rules: { ...matches }, updatedAt: now() };
    },
    dirty: () => changed,
  };
}

/** The counters of one server as families; every source and rule stands even at zero, so that a rate can see the first. */
export function logFamilies(counted: ReadonlyArray<{ name: string; progress: Pick<LogProgress, 'levels' | 'rules'> }>): Family[] {
  const families: Family[] = [
    {
      name: 'shellwatch_log_lines_total',
      help: 'Entries of a followed log source, by level.',
      type: 'counter',
      samples: counted.flatMap(({ name, progress }) => Object.entries(progress.levels).map(([level, value]) => ({ labels: { source: name, level }, value }))),
    },
    {
      name: 'shellwatch_log_matches_total',
      help: 'Entries of a followed log source that match a rule.',
      type: 'counter',
      samples: counted.flatMap(({ name, progress }) => Object.entries(progress.rules).map(([rule, value]) => ({ labels: { source: name, rule }, value }))),
    },
  ];
  return families.filter((family) => family.samples.length > 0);
}

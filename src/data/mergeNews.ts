import type { LogLine } from '../../contract/logs.ts';
import { lineTimes } from './lineTimes';

const same = (line: LogLine) => `${line.sourceId} ${line.serverId} ${line.file ?? ''} ${line.time ?? ''} ${line.text}`;

/**
 * Lines that came among those that are here, by time: each server and source has a way of its own, and the slower one comes
 * later. At most `kept` stay, the newest.
 */
export function mergeNews(present: LogLine[], come: LogLine[], kept: number): LogLine[] {
  if (come.length === 0) {
    return present;
  }
  const presentTimes = lineTimes(present, -Infinity);
  const end = presentTimes.at(-1) ?? -Infinity;
  const times = [...presentTimes, ...lineTimes(come, end)];
  const joined = [...present, ...come];
  const inOrder = times.every((time, at) => at < present.length || time >= (times[at - 1] ?? time));
  const ordered = inOrder ? joined : joined.map((_, at) => at).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b).map((at) => joined[at] as LogLine);
  return ordered.slice(-kept);
}

/** What a snapshot after a reconnect has that is not here yet; a line that stands twice in it may be here once. */
export function newIn(snapshot: LogLine[], present: LogLine[]): LogLine[] {
  const here = new Map<string, number>();
  present.forEach((line) => here.set(same(line), (here.get(same(line)) ?? 0) + 1));
  return snapshot.filter((line) => {
    const left = here.get(same(line)) ?? 0;
    here.set(same(line), left - 1);
    return left <= 0;
  });
}

import type { LogLine } from '../../contract/logs.ts';

/** The time of each line in milliseconds. One that tells none has the time of the line it follows, as the exporter merges them. */
export function lineTimes(lines: Array<Pick<LogLine, 'time'>>, latest: number): number[] {
  const first = lines.find(({ time }) => time !== null)?.time;
  let last = first === undefined || first === null ? latest : Date.parse(first);
  return lines.map(({ time }) => (last = time === null ? last : Date.parse(time)));
}

import { dateTime, rangeUtil, type RawTimeRange, type TimeRange } from '@grafana/data';

const aroundMs = 5 * 60_000;

/** `now-1h` as it is, milliseconds as a moment: how Grafana writes ranges into addresses. */
const moment = (text: string) => (/^\d+$/.test(text) ? dateTime(Number(text)) : text);

export const rangeOf = (from: string, to: string): TimeRange => rangeUtil.convertRawToRange({ from: moment(from), to: moment(to) });

/** A range as an address has it. */
export const rangeText = ({ from, to }: RawTimeRange): { from: string; to: string } => ({ from: typeof from === 'string' ? from : String(from.valueOf()), to: typeof to === 'string' ? to : String(to.valueOf()) });

/** Five minutes before and after a moment. */
export const around = (at: number): { from: number; to: number } => ({ from: at - aroundMs, to: at + aroundMs });

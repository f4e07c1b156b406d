import type { Labels } from '../../metrics/family.ts';
import { familyOf, type Frame } from '../frames/frame.ts';

/** Two successive polls of a server, and the time between them. */
export interface Window {
  now: Frame;
  before: Frame | undefined;
  /** undefined when there is no poll before. */
  seconds: number | undefined;
}

/** By how much a counter grew. One that fell was reset (reboot, driver reload), and counts from zero since. */
export const increase = (now: number, before: number): number => (now >= before ? now - before : now);

export interface Increase {
  labels: Labels;
  value: number;
  before: number | undefined;
  /** undefined where the poll before did not have the series. */
  increase: number | undefined;
}

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort());

/** The series of a counter family with their growth. */
export function increases({ now, before }: Window, family: string): Increase[] {
  const found = familyOf(now, family);
  const last = before === undefined ? undefined : familyOf(before, family);
  if (found === undefined) {
    return [];
  }
  const sameSeries = last?.shape === found.shape;
  const byKey = last === undefined || sameSeries ? undefined : new Map(last.shape.labels.map((labels, i) => [keyOf(labels), i]));
  return found.shape.labels.map((labels, i) => {
    const value = found.values[i] as number;
    const earlier = last?.values[sameSeries ? i : (byKey?.get(keyOf(labels)) ?? -1)];
    return { labels, value, before: earlier, increase: earlier === undefined ? undefined : increase(value, earlier) };
  });
}

/** Growth per second by one label, such as the device; undefined when there is nothing to compare with. */
export function ratesBy(window: Window, family: string, label: string): Map<string, number | undefined> {
  const { seconds } = window;
  return new Map(increases(window, family).map((one) => [one.labels[label] ?? '', seconds === undefined || one.increase === undefined ? undefined : one.increase / seconds]));
}

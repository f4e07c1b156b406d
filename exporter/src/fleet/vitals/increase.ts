import type { Labels } from '../../metrics/family.ts';
import { byPlace, type ByLabel, type Frame } from '../frames/frame.ts';
import { findShape } from '../frames/layout.ts';
import { placesBy } from '../frames/shape.ts';

/** Two successive polls of a server, and the time between them. */
export interface Window {
  now: Frame;
  before: Frame | undefined;
  /** undefined when there is no poll before. */
  seconds: number | undefined;
}

/** By how much a counter grew. One that fell was reset (reboot, driver reload), and counts from zero since. */
export const increase = (now: number, before: number): number => (now >= before ? now - before : now);

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort());

/** Where the series of a shape stood in the poll before, when it was another shape then. */
function placesBefore(before: Frame, position: number): Map<string, number> {
  const start = before.layout.starts[position] as number;
  return new Map(before.layout.shapes[position]?.labels.map((labels, i) => [keyOf(labels), start + i]));
}

/**
 * Visits the series of a counter family, with their values now and before (undefined where the poll before did not have the
 * series). Every poll of every server goes through here, so nothing is made for a family that has the series it had.
 */
export function eachSeries({ now, before }: Window, family: string, visit: (labels: Labels, value: number, earlier: number | undefined) => void): void {
  const position = findShape(now.layout, family);
  const shape = now.layout.shapes[position];
  if (shape === undefined) {
    return;
  }
  const start = now.layout.starts[position] as number;
  const last = before === undefined ? -1 : before.layout === now.layout ? position : findShape(before.layout, family);
  const isSame = before !== undefined && before.layout.shapes[last] === shape;
  const lastStart = isSame ? (before.layout.starts[last] as number) : -1;
  const byKey = before === undefined || last < 0 || isSame ? undefined : placesBefore(before, last);
  for (let i = 0; i < shape.labels.length; i += 1) {
    const labels = shape.labels[i] as Labels;
    const place = isSame ? lastStart + i : byKey?.get(keyOf(labels));
    visit(labels, now.values[start + i] as number, place === undefined ? undefined : before?.values[place]);
  }
}

/** Growth per second of a family's first series: for families of one series. */
export function rateOf(window: Window, family: string): number | null {
  let rate: number | null = null;
  eachSeries(window, family, (_, value, earlier) => {
    rate ??= earlier === undefined || window.seconds === undefined ? null : increase(value, earlier) / window.seconds;
  });
  return rate;
}

/** Growth per second by one label, such as the device; undefined when there is nothing to compare with. */
export function ratesBy(window: Window, family: string, label: string): ByLabel<number | undefined> {
  const { now, before, seconds } = window;
  const position = findShape(now.layout, family);
  const shape = now.layout.shapes[position];
  if (shape === undefined || (before !== undefined && before.layout !== now.layout)) {
    return ratesOfOthers(window, family, label);
  }
  const start = now.layout.starts[position] as number;
  return byPlace(placesBy(shape, label), (at) =>
    seconds === undefined || before === undefined ? undefined : increase(now.values[start + at] as number, before.values[start + at] as number) / seconds
  );
}

/** The same where the series changed between the polls. */
function ratesOfOthers(window: Window, family: string, label: string): Map<string, number | undefined> {
  const { seconds } = window;
  const rates = new Map<string, number | undefined>();
  eachSeries(window, family, (labels, value, earlier) =>
    rates.set(labels[label] ?? '', seconds === undefined || earlier === undefined ? undefined : increase(value, earlier) / seconds)
  );
  return rates;
}

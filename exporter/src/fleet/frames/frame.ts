import type { Family, Labels } from '../../metrics/family.ts';
import { findShape, incomingShape, valuesIn, type Layout } from './layout.ts';
import { placesBy, type Shape } from './shape.ts';
import type { ShapePool } from './shapePool.ts';

/** One poll of one server as numbers: 8 bytes a sample. */
export interface Frame extends Numbers {
  readonly serverId: string;
  readonly name: string;
  /** Exporter's clock, ms, at the end of the poll. */
  readonly at: number;
}

/** Values, and what they are of. There may be more of them than the layout has places. */
export interface Numbers {
  readonly layout: Layout;
  readonly values: Float64Array;
}

export interface FrameSource {
  serverId: string;
  name: string;
  at: number;
  families: readonly Family[];
}

/**
 * Turns a poll into a frame; `before` is the layout of the server's last one, which nearly always fits again. `room`: values nobody
 * needs any more, which the new ones may take the place of; made anew for each poll, they would be garbage that dies old.
 */
export function toFrame({ serverId, name, at, families }: FrameSource, pool: ShapePool, before: Layout | undefined, room?: Float64Array): Frame {
  const again = before && valuesIn(before, families, room);
  if (before !== undefined && again !== undefined) {
    return { serverId, name, at, layout: before, values: again };
  }
  const layout = pool.layout(families.map((family, place) => pool.of(family, before && incomingShape(before, place))));
  // Made of these families, it fits them.
  return { serverId, name, at, layout, values: valuesIn(layout, families) as Float64Array };
}

/** A family of a frame, for reading. */
export interface FrameFamily {
  readonly shape: Shape;
  readonly values: Float64Array;
}

export function familyOf(frame: Numbers, family: string): FrameFamily | undefined {
  const position = findShape(frame.layout, family);
  const shape = frame.layout.shapes[position];
  if (shape === undefined) {
    return undefined;
  }
  const start = frame.layout.starts[position] as number;
  return { shape, values: frame.values.subarray(start, start + shape.labels.length) };
}

/** The value of a family of one sample without labels. */
export function valueOf({ layout, values }: Frame, family: string): number | undefined {
  const position = findShape(layout, family);
  return position < 0 || layout.shapes[position]?.labels.length === 0 ? undefined : values[layout.starts[position] as number];
}

export function* samplesOf(frame: Frame, family: string): Generator<{ labels: Labels; value: number }> {
  const found = familyOf(frame, family);
  for (let i = 0; found !== undefined && i < found.values.length; i += 1) {
    yield { labels: found.shape.labels[i] as Labels, value: found.values[i] as number };
  }
}

/** A value for each value of a label: as much of a Map as is asked of one, without one made for every poll. */
export type ByLabel<Value> = Pick<ReadonlyMap<string, Value>, 'has' | 'get' | 'keys'>;
const nothing: ByLabel<never> = new Map<string, never>();

/** The family's values by one label, such as the device. */
export function valuesBy({ layout, values }: Frame, family: string, label: string): ByLabel<number> {
  const position = findShape(layout, family);
  const shape = layout.shapes[position];
  if (shape === undefined) {
    return nothing;
  }
  const start = layout.starts[position] as number;
  return byPlace(placesBy(shape, label), (at) => values[start + at] as number);
}

/** What is found at the place of a label's value. */
export const byPlace = <Value>(places: ReadonlyMap<string, number>, valueAt: (place: number) => Value): ByLabel<Value> => ({
  has: (key) => places.has(key),
  get(key) {
    const place = places.get(key);
    return place === undefined ? undefined : valueAt(place);
  },
  keys: () => places.keys(),
});

import type { Family, Labels } from '../../metrics/family.ts';
import { findShape, incomingShape, valuesIn, type Layout } from './layout.ts';
import type { Shape } from './shape.ts';
import type { ShapePool } from './shapePool.ts';

/** One poll of one server as numbers: 8 bytes a sample. */
export interface Frame {
  readonly serverId: string;
  readonly name: string;
  /** Exporter's clock, ms, at the end of the poll. */
  readonly at: number;
  readonly layout: Layout;
  readonly values: Float64Array;
}

export interface FrameSource {
  serverId: string;
  name: string;
  at: number;
  families: readonly Family[];
}

/** Turns a poll into a frame; `before` is the layout of the server's last one, which nearly always fits again. */
export function toFrame({ serverId, name, at, families }: FrameSource, pool: ShapePool, before: Layout | undefined): Frame {
  const again = before && valuesIn(before, families);
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

export function familyOf(frame: Frame, family: string): FrameFamily | undefined {
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

/** The values of a family by one label, such as the device. Every poll asks for some of them, so no sample is made. */
export function valuesBy(frame: Frame, family: string, label: string): Map<string, number> {
  const values = new Map<string, number>();
  const position = findShape(frame.layout, family);
  const labels = frame.layout.shapes[position]?.labels ?? [];
  const start = frame.layout.starts[position] ?? 0;
  for (let i = 0; i < labels.length; i += 1) {
    values.set(labels[i]?.[label] ?? '', frame.values[start + i] as number);
  }
  return values;
}

import { createHash } from 'node:crypto';
import type { Family, FamilyType, Labels } from '../../metrics/family.ts';
import { hasLabels, labelsOf } from '../../metrics/columnFamily.ts';
import { sharedLabels } from '../../metrics/sharedLabels.ts';

/**
 * A family without its values: what stays the same from poll to poll, and is the same on many servers.
 * Kept once, it makes a poll an array of numbers.
 */
export interface Shape {
  readonly family: string;
  readonly type: FamilyType;
  readonly help: string;
  /** Of each series, in the order of the values. */
  readonly labels: readonly Labels[];
}

/** What two shapes must share to be the same one; HELP is not part of it. */
export const shapeKey = (shape: Pick<Shape, 'family' | 'type' | 'labels'>): string =>
  createHash('sha256').update(JSON.stringify([shape.family, shape.type, shape.labels])).digest('base64url').slice(0, 22);

/** Whether a family of a poll has this shape, series for series in the same order. */
export const hasShape = (family: Family, shape: Shape): boolean =>
  family.name === shape.family && family.type === shape.type && hasLabels(family, shape.labels);

export const shapeOf = (family: Family): Shape => ({
  family: family.name,
  type: family.type,
  help: family.help,
  labels: sharedList(labelsOf(family)),
});

/** The same list where it holds the shared ones already, as that of kept families does: comparing lists is then comparing pointers. */
function sharedList(labels: readonly Labels[]): readonly Labels[] {
  const shared = labels.map(sharedLabels);
  return shared.every((one, at) => one === labels[at]) ? labels : shared;
}

const places = new WeakMap<Shape, Map<string, ReadonlyMap<string, number>>>();

/** Where the series of each value of a label stands, such as the device; made once for a shape, and asked for after every poll. */
export function placesBy(shape: Shape, label: string): ReadonlyMap<string, number> {
  const known = places.get(shape) ?? new Map<string, ReadonlyMap<string, number>>();
  places.set(shape, known);
  const found = known.get(label) ?? new Map(shape.labels.map((labels, at) => [labels[label] ?? '', at]));
  known.set(label, found);
  return found;
}

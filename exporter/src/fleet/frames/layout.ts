import { writeValues } from '../../metrics/columnFamily.ts';
import type { Family } from '../../metrics/family.ts';
import { hasShape, type Shape } from './shape.ts';

/** Where each family stands in the values of a poll. One object serves poll after poll, while the same series come. */
export interface Layout {
  /** Sorted by family name. */
  readonly shapes: readonly Shape[];
  /** Index of the first value of each shape. */
  readonly starts: readonly number[];
  readonly size: number;
  /** Position in a poll's list of families → position in `shapes`. */
  readonly incoming: readonly number[];
  /** Families that were looked for, and where they are: `findShape` asks for the same few dozen after every poll. */
  readonly found: Map<string, number>;
}

export function layoutOf(shapesAsTheyCame: readonly Shape[]): Layout {
  const order = shapesAsTheyCame.map((_, i) => i).sort((a, b) => compareNames(nameAt(shapesAsTheyCame, a), nameAt(shapesAsTheyCame, b)));
  const shapes = order.map((i) => shapesAsTheyCame[i] as Shape);
  const incoming = new Array<number>(order.length);
  order.forEach((from, to) => {
    incoming[from] = to;
  });
  const starts: number[] = [];
  let size = 0;
  for (const shape of shapes) {
    starts.push(size);
    size += shape.labels.length;
  }
  return { shapes, starts, size, incoming, found: new Map() };
}

const nameAt = (shapes: readonly Shape[], i: number): string => (shapes[i] as Shape).family;
const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The shape of the family that came at this place of a poll's list. */
export const incomingShape = ({ shapes, incoming }: Layout, at: number): Shape | undefined => shapes[incoming[at] ?? -1];

/**
 * The values of a poll, each at its place; undefined if the poll brought other series than this layout holds. A family is compared
 * and copied in one go, as both look at the same few words of memory. They go to `room` where it is of the right size.
 */
export function valuesIn(layout: Layout, families: readonly Family[], room?: Float64Array): Float64Array | undefined {
  const { shapes, starts, incoming } = layout;
  if (families.length !== incoming.length) {
    return undefined;
  }
  const values = room?.length === layout.size ? room : new Float64Array(layout.size);
  for (let i = 0; i < families.length; i += 1) {
    const family = families[i] as Family;
    const position = incoming[i] as number;
    if (!hasShape(family, shapes[position] as Shape)) {
      return undefined;
    }
    writeValues(family, values, starts[position] as number);
  }
  return values;
}

/** Whoever asks the API may name any family, so not every name that was asked for is remembered. */
const mostFound = 1_000;

/** Position of a family in `shapes`, or −1. */
export function findShape(layout: Layout, family: string): number {
  const known = layout.found.get(family);
  if (known !== undefined) {
    return known;
  }
  const position = search(layout.shapes, family);
  if (layout.found.size < mostFound) {
    layout.found.set(family, position);
  }
  return position;
}

function search(shapes: readonly Shape[], family: string): number {
  let low = 0;
  let high = shapes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareNames(nameAt(shapes, middle), family);
    if (order === 0) {
      return middle;
    }
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return -1;
}

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
  return { shapes, starts, size, incoming };
}

const nameAt = (shapes: readonly Shape[], i: number): string => (shapes[i] as Shape).family;
const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The shape of the family that came at this place of a poll's list. */
export const incomingShape = ({ shapes, incoming }: Layout, at: number): Shape | undefined => shapes[incoming[at] ?? -1];

/** Whether a poll brought exactly what this layout holds. */
export function fits(layout: Layout, families: readonly Family[]): boolean {
  if (families.length !== layout.incoming.length) {
    return false;
  }
  for (let i = 0; i < families.length; i += 1) {
    if (!hasShape(families[i] as Family, layout.shapes[layout.incoming[i] as number] as Shape)) {
      return false;
    }
  }
  return true;
}

/** Position of a family in `shapes`, or −1. */
export function findShape(layout: Layout, family: string): number {
  let low = 0;
  let high = layout.shapes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareNames(nameAt(layout.shapes, middle), family);
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

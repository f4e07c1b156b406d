import type { Family } from '../../metrics/family.ts';
import { layoutOf, type Layout } from './layout.ts';
import { hasShape, shapeKey, shapeOf, type Shape } from './shape.ts';

/**
 * Gives equal shapes as one object, and equal lists of them as one layout: a thousand servers have a few thousand shapes,
 * not a few hundred thousand, and what is known of a layout is known of all servers that have it.
 */
export interface ShapePool {
  /** `guess`: a shape that it may well have. */
  of(family: Family, guess?: Shape): Shape;
  adopt(shape: Shape): Shape;
  /** The layout of these shapes, in the order they came in. */
  layout(shapes: readonly Shape[]): Layout;
}

/** What nobody uses any more may go. */
function createWeakMap<Value extends object>() {
  const kept = new Map<string, WeakRef<Value>>();
  const gone = new FinalizationRegistry<string>((key) => {
    if (kept.get(key)?.deref() === undefined) {
      kept.delete(key);
    }
  });
  return {
    get: (key: string): Value | undefined => kept.get(key)?.deref(),
    set(key: string, value: Value): void {
      kept.set(key, new WeakRef(value));
      gone.register(value, key);
    },
  };
}

export function createShapePool(): ShapePool {
  const pool = createWeakMap<Shape>();
  const layouts = createWeakMap<Layout>();
  const numbers = new WeakMap<Shape, number>();
  let counted = 0;
  /** The newest shape of each family: most servers have the same one, and comparing is cheaper than hashing. */
  const newest = new Map<string, WeakRef<Shape>>();

  const adopt = (shape: Shape): Shape => {
    const key = shapeKey(shape);
    const known = pool.get(key);
    if (known !== undefined) {
      return known;
    }
    pool.set(key, shape);
    return shape;
  };
  const numberOf = (shape: Shape): number => {
    const number = numbers.get(shape) ?? (counted += 1);
    numbers.set(shape, number);
    return number;
  };

  return {
    adopt,
    layout(shapes) {
      const key = shapes.map(numberOf).join();
      const known = layouts.get(key);
      if (known !== undefined) {
        return known;
      }
      const layout = layoutOf(shapes);
      layouts.set(key, layout);
      return layout;
    },
    of(family, guess) {
      if (guess !== undefined && hasShape(family, guess)) {
        return guess;
      }
      const last = newest.get(family.name)?.deref();
      if (last !== undefined && hasShape(family, last)) {
        return last;
      }
      const shape = adopt(shapeOf(family));
      newest.set(family.name, new WeakRef(shape));
      return shape;
    },
  };
}

import type { Family } from '../../metrics/family.ts';
import { hasShape, shapeKey, shapeOf, type Shape } from './shape.ts';

/** Gives equal shapes as one object: a thousand servers have a few thousand shapes, not a few hundred thousand. */
export interface ShapePool {
  of(family: Family): Shape;
  adopt(shape: Shape): Shape;
}

/** Shapes that nobody uses any more may go: the pool holds them weakly. */
export function createShapePool(): ShapePool {
  const pool = new Map<string, WeakRef<Shape>>();
  const gone = new FinalizationRegistry<string>((key) => {
    if (pool.get(key)?.deref() === undefined) {
      pool.delete(key);
    }
  });
  /** The newest shape of each family: most servers have the same one, and comparing is cheaper than hashing. */
  const newest = new Map<string, WeakRef<Shape>>();

  const adopt = (shape: Shape): Shape => {
    const key = shapeKey(shape);
    const known = pool.get(key)?.deref();
    if (known !== undefined) {
      return known;
    }
    const ref = new WeakRef(shape);
    pool.set(key, ref);
    gone.register(shape, key);
    return shape;
  };

  return {
    adopt,
    of(family) {
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

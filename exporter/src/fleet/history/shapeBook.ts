import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Clock } from '../../clock.ts';
import type { FamilyType, Labels } from '../../metrics/family.ts';
import type { HistoryRepository } from '../../store/history.ts';
import { shapeKey, type Shape } from '../frames/shape.ts';

const day = 24 * 3600 * 1000;
/** Shapes with their labels that are kept in memory; the others are read again. */
const keptShapes = 5000;

/** Shapes in the store, by number. All numbers are in memory, labels only of those used lately. */
export interface ShapeBook {
  load(): Promise<void>;
  /** The numbers of shapes, new ones written. */
  idsOf(shapes: readonly Shape[]): Promise<number[]>;
  /** Every shape a family ever had. */
  ofFamily(family: string): ReadonlySet<number>;
  /** The shapes of these numbers; one that retention removed is not among them. */
  shapes(ids: Iterable<number>): Promise<Map<number, Shape>>;
  /** Notes that they are in use, once a day. */
  touch(ids: readonly number[]): Promise<void>;
  removeUnusedSince(before: number): Promise<void>;
}

export function createShapeBook(repository: HistoryRepository, clock: Clock): ShapeBook {
  const idByKey = new Map<string, number>();
  const known = new Map<number, { key: string; family: string; usedAt: number }>();
  const byFamily = new Map<string, Set<number>>();
  const idByShape = new WeakMap<Shape, number>();
  const recent = new Map<number, Shape>();

  const add = (id: number, key: string, family: string, usedAt: number): void => {
    idByKey.set(key, id);
    known.set(id, { key, family, usedAt });
    const ids = byFamily.get(family) ?? new Set<number>();
    byFamily.set(family, ids.add(id));
  };
  const keep = (id: number, shape: Shape): void => {
    recent.delete(id);
    recent.set(id, shape);
    if (recent.size > keptShapes) {
      recent.delete(recent.keys().next().value as number);
    }
  };
  const idOf = async (shape: Shape): Promise<number> => {
    const key = shapeKey(shape);
    const usedAt = clock.now();
    let id = idByKey.get(key);
    if (id === undefined) {
      const labels = deflateRawSync(JSON.stringify(shape.labels));
      id = await repository.insertShape({ key, family: shape.family, type: shape.type, series: shape.labels.length, labels, usedAt });
      add(id, key, shape.family, usedAt);
    }
    idByShape.set(shape, id);
    keep(id, shape);
    return id;
  };

  return {
    async load() {
      for (const { id, key, family, usedAt } of await repository.shapes()) {
        add(id, key, family, usedAt);
      }
    },
    async idsOf(shapes) {
      const ids = new Array<number>(shapes.length);
      for (let i = 0; i < shapes.length; i += 1) {
        const shape = shapes[i] as Shape;
        const id = idByShape.get(shape);
        ids[i] = id !== undefined && known.has(id) ? id : await idOf(shape);
      }
      return ids;
    },
    ofFamily: (family) => byFamily.get(family) ?? new Set(),
    async shapes(ids) {
      const found = new Map<number, Shape>();
      const missing: number[] = [];
      for (const id of ids) {
        const shape = recent.get(id);
        if (shape === undefined) {
          missing.push(id);
        } else {
          found.set(id, shape);
        }
      }
      for (const row of await repository.shapesById(missing)) {
        const labels = JSON.parse(inflateRawSync(row.labels).toString()) as Labels[];
        const shape: Shape = { family: row.family, type: row.type as FamilyType, help: '', labels };
        idByShape.set(shape, row.id);
        keep(row.id, shape);
        found.set(row.id, shape);
      }
      return found;
    },
    async touch(ids) {
      const now = clock.now();
      const stale = ids.filter((id) => (known.get(id)?.usedAt ?? now) < now - day);
      if (stale.length > 0) {
        await repository.touchShapes(stale, now);
        for (const id of stale) {
          (known.get(id) as { usedAt: number }).usedAt = now;
        }
      }
    },
    async removeUnusedSince(before) {
      for (const id of await repository.removeShapesUnusedSince(before)) {
        const shape = known.get(id);
        if (shape !== undefined) {
          known.delete(id);
          idByKey.delete(shape.key);
          byFamily.get(shape.family)?.delete(id);
          recent.delete(id);
        }
      }
    },
  };
}

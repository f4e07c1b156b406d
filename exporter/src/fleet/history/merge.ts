import type { Labels } from '../../metrics/family.ts';
import type { Shape } from '../frames/shape.ts';
import type { Column } from './column.ts';

/** A family as one piece has it. */
export interface FamilyPiece {
  shape: Shape;
  columns: readonly Column[];
}

/** A family of a piece, or undefined where the piece had none; `polls` as many as the piece has. */
export interface Part {
  polls: number;
  family: FamilyPiece | undefined;
}

/** Of each labels object once: those of a shape are the same ones piece after piece. */
const keys = new WeakMap<Labels, string>();
function keyOf(labels: Labels): string {
  const key = keys.get(labels) ?? JSON.stringify(Object.entries(labels).sort());
  keys.set(labels, key);
  return key;
}

/** The same series all the time: column after column, and no gaps but those that a piece brings. */
function appended(families: readonly FamilyPiece[], shape: Shape, polls: number): FamilyPiece {
  const columns = shape.labels.map((_, series): Column => {
    const parts = families.map(({ columns: own }) => own[series] as Column);
    const values = new Float64Array(polls);
    const present = parts.every((part) => part.present === undefined) ? undefined : new Uint8Array(polls).fill(1);
    let at = 0;
    for (const part of parts) {
      values.set(part.values, at);
      if (part.present !== undefined) {
        present?.set(part.present, at);
      }
      at += part.values.length;
    }
    return { values, present };
  });
  return { shape, columns };
}

/**
 * Puts one family of successive pieces together. Series that came or went get gaps; their shape holds every series that was
 * there at any time. `max` series at most: past it, the ones that came last are left out.
 */
export function mergeFamily(parts: readonly Part[], max: number): FamilyPiece {
  const there = parts.flatMap(({ family }) => (family === undefined ? [] : [family]));
  const newest = (there.at(-1) as FamilyPiece).shape;
  const total = parts.reduce((sum, part) => sum + part.polls, 0);
  const steady = there.every(({ shape }) => shape === newest);
  if (steady && there.length === parts.length) {
    return appended(there, newest, total);
  }
  const labels = steady ? newest.labels : allLabels(there, max);
  const shape = labels === newest.labels ? newest : { ...newest, labels };
  const columns = labels.map((): Column => ({ values: new Float64Array(total), present: new Uint8Array(total) }));
  const index = new Map(labels.map((one, i) => [keyOf(one), i]));
  let at = 0;
  for (const { polls, family } of parts) {
    family?.columns.forEach((column, i) => {
      const to = columns[family.shape === shape ? i : (index.get(keyOf(family.shape.labels[i] as Labels)) ?? -1)];
      if (to !== undefined) {
        to.values.set(column.values, at);
        to.present?.set(column.present ?? new Uint8Array(polls).fill(1), at);
      }
    });
    at += polls;
  }
  return { shape, columns: columns.map((column) => (column.present?.includes(0) ? column : { values: column.values, present: undefined })) };
}

function allLabels(pieces: readonly FamilyPiece[], max: number): Labels[] {
  const found = new Map<string, Labels>();
  for (const { shape } of pieces) {
    for (const labels of shape.labels) {
      if (found.size < max) {
        found.set(keyOf(labels), found.get(keyOf(labels)) ?? labels);
      }
    }
  }
  // Sorted, so that one set of series is one shape, however it came about.
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, labels]) => labels);
}

import type { Labels } from './family.ts';

/** Whether two label sets are the same, names and values. */
export function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) {
    return true;
  }
  let names = 0;
  for (const name in a) {
    if (a[name] !== b[name]) {
      return false;
    }
    names += 1;
  }
  return names === Object.keys(b).length;
}

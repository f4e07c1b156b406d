import type { Labels } from './family.ts';

/** Whether two label sets are the same, names and values. Nearly always they are one object (see sharedLabels). */
export const sameLabels = (a: Labels, b: Labels): boolean => a === b || hasSame(a, b);

/**
 * By builtins that look at any object alike. Label sets have a hundred hidden classes; with `a[name]`, inlined, the compiler
 * optimizes whoever compares for those it saw last, meets another one a moment later, and does it all again: with 500 servers
 * that made 1,800 of 2,060 deoptimizations in two minutes (node --trace-deopt), and took a quarter of the exporter's time.
 */
function hasSame(a: Labels, b: Labels): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Reflect.get(a, name) === Reflect.get(b, name));
}

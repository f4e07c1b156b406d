import type { Family, Labels } from './family.ts';

/** Kinds of servers whose labels of one family are remembered; the one met last goes first. */
const mostKinds = 4;

const known = new Map<string, Array<readonly Labels[]>>();

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

const fits = ({ samples }: Family, labels: readonly Labels[]): boolean =>
  samples.length === labels.length && samples.every((sample, at) => sameLabels(sample.labels, labels[at] as Labels));

/**
 * Gives families that are kept the labels of equal ones before them, of whatever server: a fleet has a few kinds of servers,
 * and labels are most of what a family takes. Returns the same families.
 */
export function sharedLabels<Families extends readonly Family[] | undefined>(families: Families): Families {
  for (const family of families ?? []) {
    const kinds = known.get(family.name) ?? [];
    const labels = kinds.find((kind) => fits(family, kind)) ?? family.samples.map((sample) => sample.labels);
    family.samples.forEach((sample, at) => (sample.labels = labels[at] as Labels));
    if (kinds[0] !== labels) {
      known.set(family.name, [labels, ...kinds.filter((kind) => kind !== labels)].slice(0, mostKinds));
    }
  }
  return families;
}

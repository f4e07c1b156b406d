import { columnFamily, hasLabels, labelsOf, pushValues, type FamilyHead } from './columnFamily.ts';
import type { Family } from './family.ts';
import { sharedLabels } from './sharedLabels.ts';

/** Families that are kept: what is the same on many servers once for all of them, and 8 bytes a sample. */
export interface PackedFamilies {
  readonly heads: readonly FamilyHead[];
  readonly values: readonly number[];
}

/** Kinds of servers whose heads of one family are remembered; the one met last goes first. A fleet has a few. */
const mostKinds = 4;
const known = new Map<string, readonly FamilyHead[]>();

function fits({ help, type, labels }: FamilyHead, family: Family): boolean {
  return help === family.help && type === family.type && hasLabels(family, labels);
}

function headOf(family: Family, before: FamilyHead | undefined): FamilyHead {
  if (before !== undefined && before.name === family.name && fits(before, family)) {
    return before;
  }
  const kinds = known.get(family.name) ?? [];
  const { name, help, type } = family;
  const head = kinds.find((kind) => fits(kind, family)) ?? {
    name,
    help,
    type,
    labels: labelsOf(family).map(sharedLabels),
  };
  if (kinds[0] !== head) {
    known.set(name, [head, ...kinds.filter((kind) => kind !== head)].slice(0, mostKinds));
  }
  return head;
}

/** Lists of heads by their first one: a collector finds the same families on servers of a kind. */
const lists = new WeakMap<FamilyHead, ReadonlyArray<readonly FamilyHead[]>>();

function listOf(heads: readonly FamilyHead[]): readonly FamilyHead[] {
  const [first] = heads;
  if (first === undefined) {
    return heads;
  }
  const others = lists.get(first) ?? [];
  const list = others.find((other) => isSame(heads, other)) ?? heads;
  if (others[0] !== list) {
    lists.set(first, [list, ...others.filter((other) => other !== list)].slice(0, mostKinds));
  }
  return list;
}

/** `before`: what was kept of the same server last, which nearly always has the same heads, and often the same values: then it is given back. */
export function packFamilies(families: readonly Family[], before?: PackedFamilies): PackedFamilies {
  const values: number[] = [];
  const heads: FamilyHead[] = [];
  for (let at = 0; at < families.length; at += 1) {
    const family = families[at] as Family;
    pushValues(family, values);
    heads.push(headOf(family, before?.heads[at]));
  }
  if (before === undefined || !isSame(heads, before.heads)) {
    // A copy has no room to grow.
    return { heads: listOf(heads), values: values.slice() };
  }
  return areEqual(values, before.values) ? before : { heads: before.heads, values: values.slice() };
}

const isSame = (some: readonly FamilyHead[], others: readonly FamilyHead[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

/** NaN is equal to itself here, and 0 not to -0. */
function areEqual(some: readonly number[], others: readonly number[]): boolean {
  for (let at = 0; at < some.length; at += 1) {
    if (!Object.is(some[at], others[at])) {
      return false;
    }
  }
  return some.length === others.length;
}

export function unpackFamilies({ heads, values }: PackedFamilies): Family[] {
  const families: Family[] = [];
  let from = 0;
  for (const head of heads) {
    families.push(columnFamily(head, values, from));
    from += head.labels.length;
  }
  return families;
}

import { columnFamily, hasLabels, labelsOf, writeValues, type FamilyHead } from './columnFamily.ts';
import type { Family } from './family.ts';
import { sharedLabels } from './sharedLabels.ts';

/** Families that are kept: what is the same on many servers once for all of them, and 8 bytes a sample. */
export interface PackedFamilies {
  readonly heads: readonly FamilyHead[];
  readonly values: number[];
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

/** Of a collector that found nothing, as many do on most servers. */
const none: PackedFamilies = { heads: [], values: [] };

/** Values under way, the same array each time. */
let scratch = new Float64Array(1_024);

function putValues(family: Family, at: number, count: number): void {
  if (at + count > scratch.length) {
    const larger = new Float64Array(2 * (at + count));
    larger.set(scratch);
    scratch = larger;
  }
  writeValues(family, scratch, at);
}

/**
 * `before`: what was kept of the same server last. It nearly always has the same heads, and is then given back with the new values in
 * it: kept apart for each poll, they would be garbage that dies old.
 */
export function packFamilies(families: readonly Family[], before?: PackedFamilies): PackedFamilies {
  const heads: FamilyHead[] = [];
  let count = 0;
  for (let at = 0; at < families.length; at += 1) {
    const family = families[at] as Family;
    const head = headOf(family, before?.heads[at]);
    heads.push(head);
    putValues(family, count, head.labels.length);
    count += head.labels.length;
  }
  if (before !== undefined && isSame(heads, before.heads)) {
    // All of them were read before the first one is written, as families may be made of these very values.
    for (let at = 0; at < count; at += 1) {
      before.values[at] = scratch[at] as number;
    }
    return before;
  }
  return heads.length === 0 ? none : { heads: listOf(heads), values: Array.from(scratch.subarray(0, count)) };
}

const isSame = (some: readonly FamilyHead[], others: readonly FamilyHead[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

/** The families, with values that are good until the same server's are packed again. */
export function unpackFamilies({ heads, values }: PackedFamilies): Family[] {
  const families: Family[] = [];
  let from = 0;
  for (const head of heads) {
    families.push(columnFamily(head, values, from));
    from += head.labels.length;
  }
  return families;
}

import { columnFamily, hasLabels, pushValues, type FamilyHead } from './columnFamily.ts';
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

function headOf(family: Family): FamilyHead {
  const kinds = known.get(family.name) ?? [];
  const { name, help, type } = family;
  const head = kinds.find((kind) => fits(kind, family)) ?? {
    name,
    help,
    type,
    labels: family.samples.map(({ labels }) => sharedLabels(labels)),
  };
  if (kinds[0] !== head) {
    known.set(name, [head, ...kinds.filter((kind) => kind !== head)].slice(0, mostKinds));
  }
  return head;
}

export function packFamilies(families: readonly Family[]): PackedFamilies {
  const values: number[] = [];
  for (const family of families) {
    pushValues(family, values);
  }
  return { heads: families.map(headOf), values };
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

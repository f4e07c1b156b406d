import type { Family, Labels, Sample } from './family.ts';
import { sameLabels } from './sameLabels.ts';
import { sharedLabels } from './sharedLabels.ts';

/** A family without its values. */
type Head = Omit<Family, 'samples'> & { readonly labels: readonly Labels[] };

/** Families that are kept: what is the same on many servers once for all of them, and 8 bytes a sample. */
export interface PackedFamilies {
  readonly heads: readonly Head[];
  readonly values: readonly number[];
}

/** Kinds of servers whose heads of one family are remembered; the one met last goes first. A fleet has a few. */
const mostKinds = 4;
const known = new Map<string, readonly Head[]>();

function fits({ help, type, labels }: Head, family: Family): boolean {
  if (help !== family.help || type !== family.type || labels.length !== family.samples.length) {
    return false;
  }
  return labels.every((one, at) => sameLabels(one, (family.samples[at] as Sample).labels));
}

function headOf(family: Family): Head {
  const kinds = known.get(family.name) ?? [];
  const { name, help, type, samples } = family;
  const head = kinds.find((kind) => fits(kind, family)) ?? {
    name,
    help,
    type,
    labels: samples.map(({ labels }) => sharedLabels(labels)),
  };
  if (kinds[0] !== head) {
    known.set(name, [head, ...kinds.filter((kind) => kind !== head)].slice(0, mostKinds));
  }
  return head;
}

export const packFamilies = (families: readonly Family[]): PackedFamilies => ({
  heads: families.map(headOf),
  values: families.flatMap(({ samples }) => samples.map(({ value }) => value)),
});

export function unpackFamilies({ heads, values }: PackedFamilies): Family[] {
  let at = 0;
  return heads.map(({ name, help, type, labels }) => {
    const samples: Sample[] = [];
    for (const one of labels) {
      samples.push({ labels: one, value: values[at] as number });
      at += 1;
    }
    return { name, help, type, samples };
  });
}

import type { Family, FamilyType, Labels, Sample } from './family.ts';
import { sameLabels } from './sameLabels.ts';
import { sharedLabels } from './sharedLabels.ts';

/** A family without its values. */
type Head = Omit<Family, 'samples'> & { readonly labels: readonly Labels[] };

/** Families that are kept: what is the same on many servers once for all of them, and 8 bytes a sample. */
export interface PackedFamilies {
  readonly heads: readonly Head[];
  readonly values: readonly number[];
}

/** A family that is kept. Its samples are made when someone asks for them, and whoever wants numbers alone takes `values`. */
class PackedFamily implements Family {
  readonly name: string;
  readonly help: string;
  readonly type: FamilyType;
  readonly labels: readonly Labels[];
  readonly values: readonly number[];
  /** Index of its first value. */
  readonly from: number;

  constructor({ name, help, type, labels }: Head, values: readonly number[], from: number) {
    this.name = name;
    this.help = help;
    this.type = type;
    this.labels = labels;
    this.values = values;
    this.from = from;
  }

  get samples(): Sample[] {
    return this.labels.map((labels, at) => ({ labels, value: this.values[this.from + at] as number }));
  }
}

/** Kinds of servers whose heads of one family are remembered; the one met last goes first. A fleet has a few. */
const mostKinds = 4;
const known = new Map<string, readonly Head[]>();

function fits({ help, type, labels }: Head, family: Family): boolean {
  return help === family.help && type === family.type && hasLabels(family, labels);
}

function headOf(family: Family): Head {
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
  for (const { samples } of families) {
    for (const { value } of samples) {
      values.push(value);
    }
  }
  return { heads: families.map(headOf), values };
}

export function unpackFamilies({ heads, values }: PackedFamilies): Family[] {
  const families: Family[] = [];
  let from = 0;
  for (const head of heads) {
    families.push(new PackedFamily(head, values, from));
    from += head.labels.length;
  }
  return families;
}

/** Whether these are the label sets of the family's samples, one after the other. */
export function hasLabels(family: Family, labels: readonly Labels[]): boolean {
  if (family instanceof PackedFamily) {
    return family.labels === labels || isSame(family.labels, labels);
  }
  const { samples } = family;
  if (samples.length !== labels.length) {
    return false;
  }
  for (let at = 0; at < samples.length; at += 1) {
    if (!sameLabels((samples[at] as Sample).labels, labels[at] as Labels)) {
      return false;
    }
  }
  return true;
}

function isSame(some: readonly Labels[], others: readonly Labels[]): boolean {
  if (some.length !== others.length) {
    return false;
  }
  for (let at = 0; at < some.length; at += 1) {
    if (!sameLabels(some[at] as Labels, others[at] as Labels)) {
      return false;
    }
  }
  return true;
}

/** Writes the values of the family's samples, in their order, into `target` from an index on. */
export function writeValues(family: Family, target: Float64Array, at: number): void {
  if (family instanceof PackedFamily) {
    const { values, from, labels } = family;
    for (let one = 0; one < labels.length; one += 1) {
      target[at + one] = values[from + one] as number;
    }
    return;
  }
  const { samples } = family;
  for (let one = 0; one < samples.length; one += 1) {
    target[at + one] = (samples[one] as Sample).value;
  }
}

import type { Family, FamilyType, Labels, Sample } from './family.ts';
import { sameLabels } from './sameLabels.ts';

/** A family without its values. */
export type FamilyHead = Omit<Family, 'samples'> & { readonly labels: readonly Labels[] };

/**
 * A family as two columns, label sets and numbers: a quarter of what samples take. Those are made when someone asks for
 * them, which a poll does not: it takes the numbers, and compares the label sets.
 */
class ColumnFamily implements Family {
  readonly name: string;
  readonly help: string;
  readonly type: FamilyType;
  readonly labels: readonly Labels[];
  readonly values: readonly number[];
  readonly from: number;

  constructor({ name, help, type, labels }: FamilyHead, values: readonly number[], from: number) {
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

/** The family with these values; the first one stands at `from`. Nobody may change them any more. */
export const columnFamily = (head: FamilyHead, values: readonly number[], from = 0): Family => new ColumnFamily(head, values, from);

/** The label sets of the family's samples. */
export const labelsOf = (family: Family): readonly Labels[] =>
  family instanceof ColumnFamily ? family.labels : family.samples.map(({ labels }) => labels);

/** Whether these are the label sets of the family's samples, one after the other. */
export function hasLabels(family: Family, labels: readonly Labels[]): boolean {
  if (family instanceof ColumnFamily) {
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
  if (family instanceof ColumnFamily) {
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

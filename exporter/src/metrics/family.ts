/** Label name → value. Key order is the order in the exposition. */
export type Labels = Readonly<Record<string, string>>;

/** One number with its labels; `instance` is added by whoever renders many servers at once. */
export interface Sample {
  labels: Labels;
  value: number;
}

export type FamilyType = 'counter' | 'gauge' | 'untyped';

/**
 * A metric family as the exposition format knows it. Every sample of a family has the same label names.
 * `name` is node_exporter's own (or begins `shellwatch_`), counters with their `_total`.
 */
export interface Family {
  name: string;
  help: string;
  type: FamilyType;
  samples: Sample[];
}

/** What most samples have, the same object for all of them. */
export const noLabels: Labels = Object.freeze({});

/** The common case: a family of one sample without labels. */
export const single = (type: FamilyType, name: string, help: string, value: number): Family => ({
  name,
  help,
  type,
  samples: [{ labels: noLabels, value }],
});

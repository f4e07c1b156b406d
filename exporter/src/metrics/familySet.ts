import type { Family, FamilyType, Labels, Sample } from './family.ts';

/** Type, name and HELP of a family, before it has samples. */
export type Description = readonly [type: FamilyType, name: string, help: string];

/** Collects samples of many families device by device, and gives them back family by family. */
export interface FamilySet<Key extends string> {
  add(key: Key, labels: Labels, value: number): void;
  /** In the order of the descriptions; families without a sample are not there. */
  families(): Family[];
}

/** A maker of empty sets: descriptions once, a set for each collection. */
export function familySet<Key extends string>(descriptions: Readonly<Record<Key, Description>>): () => FamilySet<Key> {
  const keys = Object.keys(descriptions) as Key[];
  return () => {
    const samples = new Map<Key, Sample[]>();
    return {
      add(key, labels, value) {
        const list = samples.get(key);
        if (list === undefined) {
          samples.set(key, [{ labels, value }]);
        } else {
          list.push({ labels, value });
        }
      },
      families() {
        const families: Family[] = [];
        for (const key of keys) {
          const list = samples.get(key);
          if (list !== undefined) {
            const [type, name, help] = descriptions[key];
            families.push({ name, help, type, samples: list });
          }
        }
        return families;
      },
    };
  };
}

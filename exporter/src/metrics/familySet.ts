import { columnFamily } from './columnFamily.ts';
import type { Family, FamilyType, Labels } from './family.ts';

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
    const columns = new Map<Key, { labels: Labels[]; values: number[] }>();
    return {
      add(key, labels, value) {
        const column = columns.get(key);
        if (column === undefined) {
          columns.set(key, { labels: [labels], values: [value] });
        } else {
          column.labels.push(labels);
          column.values.push(value);
        }
      },
      families() {
        const families: Family[] = [];
        for (const key of keys) {
          const column = columns.get(key);
          if (column !== undefined) {
            const [type, name, help] = descriptions[key];
            families.push(columnFamily({ name, help, type, labels: column.labels }, column.values));
          }
        }
        return families;
      },
    };
  };
}

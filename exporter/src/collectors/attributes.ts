import type { Read, Snapshot, Tier } from '../snapshot/snapshot.ts';

/** Attribute name → its text, trimmed as sysfs(5) files are to be read. */
export type Attributes = Readonly<Record<string, string>>;

/** One read per attribute of each device that the glob `devices` stands for. */
export const attributeReads = (devices: string, names: readonly string[], tier: Tier): Read[] =>
  names.map((name) => ({ path: `${devices}/${name}`, tier }));

/** What was read of `attributeReads`: the devices' paths in order, with the attributes each of them has. */
export function attributes(snapshot: Snapshot, devices: string, names: readonly string[]): Map<string, Attributes> {
  const found = new Map<string, Record<string, string>>();
  for (const name of names) {
    for (const path of snapshot.glob(`${devices}/${name}`)) {
      const text = snapshot.read(path);
      if (text !== undefined) {
        const device = path.slice(0, -(name.length + 1));
        const known = found.get(device);
        if (known === undefined) {
          found.set(device, { [name]: text.trim() });
        } else {
          known[name] = text.trim();
        }
      }
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The last component of a path. */
export const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

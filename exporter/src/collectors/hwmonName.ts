import type { Snapshot } from '../snapshot/snapshot.ts';
import { lastName } from './attributes.ts';

/** Lower case, with an underscore for all that has no place in a metric name, and none at the ends. */
export const cleanName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9:_]/g, '_')
    .replace(/^_+|_+$/g, '');

/** A link's target as an absolute path: real directories only, as in /sys/devices. */
function resolved(directory: string, target: string): string {
  const parts = target.startsWith('/') ? [] : directory.split('/');
  for (const part of target.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

/**
 * The label `chip` of a sensor chip: bus and device from the path of its device, which stay the same over reboots, then
 * its `name` file, then hwmonN.
 */
export function hwmonName(snapshot: Snapshot, chip: string): string {
  const own = snapshot.link(chip);
  const real = own === undefined ? chip : resolved(chip.slice(0, chip.lastIndexOf('/')), own);
  const link = snapshot.link(`${chip}/device`);
  if (link !== undefined) {
    const device = resolved(real, link);
    const name = [lastName(device.slice(0, device.lastIndexOf('/'))), lastName(device)]
      .map(cleanName)
      .filter((part) => part !== '');
    if (name.length > 0) {
      return name.join('_');
    }
  }
  return cleanName(snapshot.read(`${chip}/name`)?.trim() ?? '') || cleanName(lastName(real));
}

/**
 * Chip path → label, unique: chips of one device are told apart by their `name` file where that differs, else by hwmonN.
 */
export function hwmonNames(snapshot: Snapshot, chips: readonly string[]): Map<string, string> {
  const named = chips.map((chip) => ({
    chip,
    base: hwmonName(snapshot, chip),
    name: snapshot.read(`${chip}/name`)?.trim() ?? '',
  }));
  return new Map(
    named.map(({ chip, base, name }) => {
      const others = named.filter((other) => other.base === base && other.chip !== chip);
      if (others.length === 0) {
        return [chip, base];
      }
      const same = others.some((other) => other.name === name);
      return [chip, `${base}_${(same ? '' : cleanName(name)) || cleanName(lastName(chip))}`];
    })
  );
}

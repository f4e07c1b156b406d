import type { Family } from '../metrics/family.ts';
import type { Run, Snapshot } from '../snapshot/snapshot.ts';

/**
 * Directories that say whether a kernel has a thing at all. An empty class (success 1, no family) and a missing one
 * (success 0) look alike in a list of files, but not in `node_scrape_collector_success`.
 */
const watched = [
  '/sys/class/fc_host',
  '/sys/class/hwmon',
  '/sys/class/infiniband',
  '/sys/class/net',
  '/sys/class/nvme',
  '/sys/class/power_supply',
  '/sys/class/powercap',
  '/sys/class/scsi_tape',
  '/sys/class/watchdog',
  '/sys/fs/bcachefs',
] as const;

export const directories: Run = {
  name: 'directories',
  tier: 'slow',
  script: `for d in ${watched.join(' ')}; do [ -d "$d" ] && echo "$d"; done; :`,
  perl: `print map { -d $_ ? "$_\\n" : () } qw(${watched.join(' ')});`,
};

/** The families, or `undefined` when there are none and the directory is known to be missing. */
export function unlessMissing(
  families: Family[],
  snapshot: Snapshot,
  directory: (typeof watched)[number]
): Family[] | undefined {
  const output = snapshot.run(directories.name);
  const there = output === undefined || output.stdout.split('\n').includes(directory);
  return families.length > 0 || there ? families : undefined;
}

import { familySet } from '../metrics/familySet.ts';
import { labelled } from '../metrics/sharedLabels.ts';
import type { Collector } from './collector.ts';
import { diskInfo, rotationalFiles, udevFiles, type Disk } from './diskInfo.ts';
import { filter } from './filter.ts';
import { keyedLines } from './keyedLines.ts';
import { words } from './lines.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/diskstats';
const sector = 512;
const millisecond = 1 / 1000;

/**
 * Kernel documentation, admin-guide/iostats: the columns after major, minor and name, in order, with what one is worth.
 * Sectors are 512 bytes whatever the disk. Discards came with Linux 4.18, flushes with 5.5.
 */
const columns = [
  ['counter', 'reads_completed_total', 1, 'Reads completed.'],
  ['counter', 'reads_merged_total', 1, 'Reads merged into others.'],
  ['counter', 'read_bytes_total', sector, 'Bytes read.'],
  ['counter', 'read_time_seconds_total', millisecond, 'Time all reads took together.'],
  ['counter', 'writes_completed_total', 1, 'Writes completed.'],
  ['counter', 'writes_merged_total', 1, 'Writes merged into others.'],
  ['counter', 'written_bytes_total', sector, 'Bytes written.'],
  ['counter', 'write_time_seconds_total', millisecond, 'Time all writes took together.'],
  ['gauge', 'io_now', 1, 'Reads and writes under way.'],
  ['counter', 'io_time_seconds_total', millisecond, 'Time in which something was under way.'],
  ['counter', 'io_time_weighted_seconds_total', millisecond, 'Time everything under way took together.'],
  ['counter', 'discards_completed_total', 1, 'Discards completed.'],
  ['counter', 'discards_merged_total', 1, 'Discards merged into others.'],
  ['counter', 'discarded_sectors_total', 1, 'Sectors discarded.'],
  ['counter', 'discard_time_seconds_total', millisecond, 'Time all discards took together.'],
  ['counter', 'flush_requests_total', 1, 'Flushes completed.'],
  ['counter', 'flush_requests_time_seconds_total', millisecond, 'Time all flushes took together.'],
] as const;
const set = familySet(
  Object.fromEntries(columns.map(([type, name, , help]) => [name, [type, `node_disk_${name}`, help] as const]))
);

const labelsOf = labelled('device');

/** Counters of each block device, and what udev knows of it. */
export function diskstats({ option }: CollectorSettings): Collector {
  const kept = filter(option['diskstats.device-include'], option['diskstats.device-exclude']);
  const known = keyedLines(/\s*(\d+\s+\d+\s+\S+)\s/y, (key): Disk | undefined => {
    const [major = '', minor = '', device = ''] = words(key);
    return kept(device) ? { major, minor, device } : undefined;
  });
  return {
    name: 'diskstats',
    reads: [
      { path: file, tier: 'fast' },
      { path: udevFiles, tier: 'slow' },
      { path: rotationalFiles, tier: 'slow' },
    ],
    collect(snapshot) {
      const text = snapshot.read(file);
      if (text === undefined) {
        return undefined;
      }
      const { add, families } = set();
      known(text, ({ device }, rest) => {
        const values = words(rest);
        const labels = labelsOf(device);
        columns.forEach(([, name, unit], at) => {
          const value = values[at];
          if (value !== undefined) {
            add(name, labels, number(value, file) * unit);
          }
        });
      });
      return families();
    },
    collectSlow(snapshot) {
      const disks: Disk[] = [];
      known(snapshot.read(file) ?? '', (disk) => disks.push(disk));
      return diskInfo(snapshot, disks);
    },
  };
}

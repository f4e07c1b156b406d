import { single } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { words } from './lines.ts';
import { number } from './number.ts';

const file = '/proc/sys/fs/file-nr';

/** proc(5), /proc/sys/fs/file-nr: allocated, free (always 0 since Linux 2.6) and the limit. */
export const filefd: Collector = {
  name: 'filefd',
  reads: [{ path: file, tier: 'fast' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const [allocated, , maximum] = words(text);
    return [
      single('gauge', 'node_filefd_allocated', 'File handles in use on the whole system.', number(allocated, file)),
      single('gauge', 'node_filefd_maximum', 'File handles the system allows.', number(maximum, file)),
    ];
  },
};

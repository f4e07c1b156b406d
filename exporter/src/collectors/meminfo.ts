import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';

const file = '/proc/meminfo';

/** Fields of proc(5), /proc/meminfo, that node_exporter 1.12 knows; newer ones of the kernel are not exported there. */
const fields = new Set(
  `Active Active(anon) Active(file) AnonHugePages AnonPages Bounce Buffers Cached CmaFree CmaTotal CommitLimit Committed_AS
   DirectMap1G DirectMap2M DirectMap4k Dirty HardwareCorrupted HugePages_Free HugePages_Rsvd HugePages_Surp HugePages_Total
   Hugepagesize Inactive Inactive(anon) Inactive(file) KernelStack Mapped MemAvailable MemFree MemTotal Mlocked NFS_Unstable
   PageTables Percpu SReclaimable SUnreclaim Shmem ShmemHugePages ShmemPmdMapped Slab SwapCached SwapFree SwapTotal
   Unevictable VmallocChunk VmallocTotal VmallocUsed Writeback WritebackTmp Zswap Zswapped`.split(/\s+/)
);

/** `NAME: NUMBER kB` is 1024 bytes each; without a unit it is a count. */
export const meminfo: Collector = {
  name: 'meminfo',
  reads: [{ path: file, tier: 'fast' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const families: Family[] = [];
    for (const line of text.split('\n')) {
      const colon = line.indexOf(':');
      const field = line.slice(0, colon);
      if (colon < 0 || !fields.has(field)) {
        continue;
      }
      const kilobytes = line.endsWith(' kB');
      const value = number(line.slice(colon + 1, kilobytes ? -3 : undefined).trim(), file);
      const name = `node_memory_${field.replace('(', '_').replace(')', '')}`;
      families.push(
        kilobytes
          ? single('gauge', `${name}_bytes`, `${field} of ${file}, in bytes.`, value * 1024)
          : single('gauge', name, `${field} of ${file}.`, value)
      );
    }
    if (families.length === 0) {
      throw new Error(`${file}: no known field`);
    }
    return families;
  },
};

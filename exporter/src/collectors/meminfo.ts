import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { keyedLines } from './keyedLines.ts';
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

/** Name and HELP of a field, as a count and in bytes. */
const known = keyedLines(/([^:\n]+):/y, (field) => {
  if (!fields.has(field)) {
    return undefined;
  }
  const name = `node_memory_${field.replace('(', '_').replace(')', '')}`;
  return {
    count: { name, help: `${field} of ${file}.` },
    bytes: { name: `${name}_bytes`, help: `${field} of ${file}, in bytes.` },
  };
});

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
    known(text, ({ count, bytes }, rest) => {
      const kilobytes = rest.endsWith(' kB');
      const value = number(rest.slice(0, kilobytes ? -3 : undefined).trim(), file);
      families.push(
        kilobytes
          ? single('gauge', bytes.name, bytes.help, value * 1024)
          : single('gauge', count.name, count.help, value)
      );
    });
    if (families.length === 0) {
      throw new Error(`${file}: no known field`);
    }
    return families;
  },
};

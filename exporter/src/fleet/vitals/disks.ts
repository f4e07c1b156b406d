import type { z } from 'zod';
import type { DiskVitals } from '../../../../contract/vitals.ts';
import type { ByLabel } from '../frames/frame.ts';
import { ratesBy, type Window } from './increase.ts';

type Disk = z.infer<typeof DiskVitals>;

/** Per block device, as iostat(1) computes them from /proc/diskstats (Documentation/admin-guide/iostats.rst). */
export function diskVitals(window: Window): Disk[] {
  const rates = (name: string): ByLabel<number | undefined> => ratesBy(window, `node_disk_${name}_total`, 'device');
  const reads = rates('reads_completed');
  const writes = rates('writes_completed');
  const readBytes = rates('read_bytes');
  const writtenBytes = rates('written_bytes');
  const readTime = rates('read_time_seconds');
  const writeTime = rates('write_time_seconds');
  const busy = rates('io_time_seconds');
  const queued = rates('io_time_weighted_seconds');
  return [...reads.keys()].sort().map((device) => {
    const busyShare = busy.get(device);
    return {
      device,
      readBytesPerSecond: readBytes.get(device) ?? null,
      writtenBytesPerSecond: writtenBytes.get(device) ?? null,
      readsPerSecond: reads.get(device) ?? null,
      writesPerSecond: writes.get(device) ?? null,
      busyPercent: busyShare === undefined ? null : Math.min(100, 100 * busyShare),
      readSeconds: each(readTime.get(device), reads.get(device)),
      writeSeconds: each(writeTime.get(device), writes.get(device)),
      queueLength: queued.get(device) ?? null,
    };
  });
}

const each = (time: number | undefined, requests: number | undefined): number | null => (time === undefined || requests === undefined || requests === 0 ? null : time / requests);

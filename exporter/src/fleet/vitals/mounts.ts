import type { MountVitals } from '../../../../contract/vitals.ts';
import type { z } from 'zod';
import { remembered } from '../../metrics/remembered.ts';
import { samplesOf, valuesBy, type ByLabel, type Frame } from '../frames/frame.ts';

type Mount = z.infer<typeof MountVitals>;

const byMount = (frame: Frame, family: string): ByLabel<number> => valuesBy(frame, family, 'mountpoint');

/** File systems as df(1) counts them: blocks that only root may use are neither used nor available. */
export function mountVitals(frame: Frame): Mount[] {
  const available = byMount(frame, 'node_filesystem_avail_bytes');
  const free = byMount(frame, 'node_filesystem_free_bytes');
  const files = byMount(frame, 'node_filesystem_files');
  const filesFree = byMount(frame, 'node_filesystem_files_free');
  const readOnly = byMount(frame, 'node_filesystem_readonly');
  const mounts: Mount[] = [];
  for (const { labels, value: size } of samplesOf(frame, 'node_filesystem_size_bytes')) {
    const mountpoint = labels['mountpoint'] ?? '';
    const left = available.get(mountpoint);
    if (left === undefined || !(size > 0)) {
      continue;
    }
    const used = size - (free.get(mountpoint) ?? left);
    const inodes = files.get(mountpoint) ?? 0;
    mounts.push({
      mountpoint,
      device: labels['device'] ?? '',
      fsType: labels['fstype'] ?? '',
      sizeBytes: size,
      availableBytes: left,
      usedBytes: used,
      usedPercent: used + left > 0 ? (100 * used) / (used + left) : null,
      inodesUsedPercent: inodes > 0 ? (100 * (inodes - (filesFree.get(mountpoint) ?? inodes))) / inodes : null,
      readOnly: readOnly.has(mountpoint) ? readOnly.get(mountpoint) === 1 : null,
    });
  }
  return mounts.sort((a, b) => (b.usedPercent ?? 0) - (a.usedPercent ?? 0));
}

/** Images are always full, and memory is counted elsewhere. */
const isDiskType = remembered((fsType) => !/^(squashfs|erofs|iso9660|udf|cramfs|romfs|tmpfs|devtmpfs|ramfs|efivarfs)$/.test(fsType));

/** Whether a mount can fill up. */
export const isDisk = (mount: Mount): boolean => mount.readOnly !== true && isDiskType(mount.fsType);

/** The mount a person would look at first. */
export function fullestMount(mounts: readonly Mount[]): { mountpoint: string; usedPercent: number } | null {
  const fullest = mounts.find((mount) => isDisk(mount) && mount.usedPercent !== null);
  return fullest === undefined ? null : { mountpoint: fullest.mountpoint, usedPercent: fullest.usedPercent as number };
}

import { familySet } from '../metrics/familySet.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { keyedNumbers } from './keyedNumbers.ts';
import { number } from './number.ts';

const filesystems = '/sys/fs/btrfs/*-*';
const names = ['label', 'metadata_uuid', 'allocation/global_rsv_size', 'commit_stats'];
const kinds = ['data', 'metadata', 'system'] as const;
const reserved = kinds.map((kind) => `allocation/${kind}/bytes_reserved`);
/** A directory for each profile in use: single, raid1 … */
const layouts = kinds.map((kind) => `${filesystems}/allocation/${kind}/*`);
const layoutNames = ['total_bytes', 'used_bytes'] as const;
const devices = `${filesystems}/devices/*/size`;

const set = familySet({
  info: ['gauge', 'node_btrfs_info', 'The filesystem; always 1.'],
  reserve: ['gauge', 'node_btrfs_global_rsv_size_bytes', 'Size of the global reserve.'],
  commits: ['counter', 'node_btrfs_commits_total', 'Commits.'],
  last: ['gauge', 'node_btrfs_last_commit_seconds', 'Time the last commit took.'],
  max: ['gauge', 'node_btrfs_max_commit_seconds', 'Time the slowest commit took.'],
  total: ['counter', 'node_btrfs_commit_seconds_total', 'Time all commits took.'],
  reserved: ['gauge', 'node_btrfs_reserved_bytes', 'Space reserved, by kind.'],
  used: ['gauge', 'node_btrfs_used_bytes', 'Space in use, by kind and profile.'],
  size: ['gauge', 'node_btrfs_size_bytes', 'Space allocated, by kind and profile.'],
  ratio: ['gauge', 'node_btrfs_allocation_ratio', 'Bytes on devices for a byte of data.'],
  device: ['gauge', 'node_btrfs_device_size_bytes', 'Size of a device of the filesystem.'],
});

/** mkfs.btrfs(8), profiles: copies, or devices with parity over those with data; 0 for a profile not known. */
function ratio(profile: string, count: number): number {
  const copies: Readonly<Record<string, number>> = {
    single: 1,
    raid0: 1,
    dup: 2,
    raid1: 2,
    raid10: 2,
    raid1c3: 3,
    raid1c4: 4,
  };
  const parity: Readonly<Record<string, number>> = { raid5: 1, raid6: 2 };
  return copies[profile] ?? (profile in parity ? count / (count - (parity[profile] ?? 0)) : 0);
}

/** The UUID by which a filesystem's directory is known in labels; metadata_uuid is newer than some kernels. */
const uuids = (snapshot: Snapshot): Map<string, string> =>
  new Map(
    [...attributes(snapshot, filesystems, names)].map(([path, found]) => [
      path,
      found.metadata_uuid || path.slice(path.lastIndexOf('/') + 1),
    ])
  );

/** Kernel documentation, filesystems/btrfs, sysfs. Errors of devices need an ioctl that only root may do, and are not told. */
export const btrfs: Collector = {
  name: 'btrfs',
  reads: [
    ...attributeReads(filesystems, [...names, ...reserved], 'slow'),
    ...layouts.flatMap((layout) => attributeReads(layout, layoutNames, 'slow')),
    { path: devices, tier: 'slow' },
  ],
  collect(snapshot) {
    const { add, families } = set();
    const counts = new Map<string, number>();
    const known = uuids(snapshot);
    const base = (path: string) => path.split('/').slice(0, 5).join('/');
    for (const path of snapshot.glob(devices)) {
      counts.set(base(path), (counts.get(base(path)) ?? 0) + 1);
      const uuid = known.get(base(path)) ?? '';
      add('device', { device: path.split('/')[6] ?? '', uuid }, number(snapshot.read(path)?.trim(), path) * 512);
    }
    for (const [path, found] of attributes(snapshot, filesystems, [...names, ...reserved])) {
      const uuid = known.get(path) ?? '';
      const commits = keyedNumbers(found.commit_stats ?? '');
      const commit = (key: string) => number(commits.get(key)?.[0] ?? '0', path);
      add('info', { label: found.label ?? '', uuid }, 1);
      add('reserve', { uuid }, number(found['allocation/global_rsv_size'] ?? '0', path));
      add('commits', { uuid }, commit('commits'));
      add('last', { uuid }, commit('last_commit_ms') / 1000);
      add('max', { uuid }, commit('max_commit_ms') / 1000);
      add('total', { uuid }, commit('total_commit_ms') / 1000);
      kinds.forEach((kind, at) =>
        add('reserved', { block_group_type: kind, uuid }, number(found[reserved[at] ?? ''] ?? '0', path))
      );
    }
    for (const layout of layouts) {
      for (const [path, { total_bytes, used_bytes }] of attributes(snapshot, layout, layoutNames)) {
        const [, , , , , , kind = '', mode = ''] = path.split('/');
        const labels = { block_group_type: kind, mode, uuid: known.get(base(path)) ?? '' };
        add('used', labels, number(used_bytes, path));
        add('size', labels, number(total_bytes, path));
        add('ratio', labels, ratio(mode, counts.get(base(path)) ?? 0));
      }
    }
    return families();
  },
};

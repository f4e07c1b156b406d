import type { Family, Labels } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { number } from './number.ts';

const root = '/proc/spl/kstat/zfs';
/** File → beginning of its families' names. Which of them there are depends on the version of ZFS. */
const modules = {
  abdstats: 'abd',
  arcstats: 'arc',
  dbufstats: 'dbuf',
  dmu_tx: 'dmu_tx',
  dnodestats: 'dnode',
  fm: 'fm',
  vdev_cache_stats: 'vdev_cache',
  vdev_mirror_stats: 'vdev_mirror',
  xuio_stats: 'xuio',
  zfetchstats: 'zfetch',
  zil: 'zil',
} as const;
const pools = { io: `${root}/*/io`, objset: `${root}/*/objset-*`, state: `${root}/*/state` } as const;
const states = ['online', 'degraded', 'faulted', 'offline', 'removed', 'unavail', 'suspended'];
/** include/sys/kstat.h: types of a value; 7 is text, which is no number here. */
const numeric = new Set(['3', '4']);

/** Families by name, in the order they turn up. */
function createFamilies() {
  const made = new Map<string, Family>();
  return {
    add(name: string, help: string, labels: Labels, value: number, type: Family['type'] = 'untyped') {
      const family = made.get(name) ?? { name, help, type, samples: [] };
      family.samples.push({ labels, value });
      made.set(name, family);
    },
    families: () => [...made.values()],
  };
}

const nameOf = (key: string): string => key.replaceAll('-', '_');

/** A kstat of the kind `named`: some lines of its own, `name type data`, then lines of these three. */
function namedStats(text: string, path: string): Array<[key: string, type: string, data: string]> {
  const rows = lines(text);
  const head = rows.findIndex((line) => /^name\s+type\s+data\s*$/.test(line));
  if (head < 0) {
    throw new Error(`${path}: no line 'name type data'`);
  }
  return rows.slice(head + 1).flatMap((line) => {
    // A dataset's name may hold spaces.
    const [, key, type, data] = /^(\S+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return key === undefined || type === undefined || data === undefined ? [] : [[key, type, data]];
  });
}

/** OpenZFS's kstats: of the module, of each pool, and of each dataset that was mounted. All untyped, as in node_exporter. */
export const zfs: Collector = {
  name: 'zfs',
  reads: [...Object.keys(modules).map((file) => `${root}/${file}`), ...Object.values(pools)].map((path) => ({
    path,
    tier: 'medium',
  })),
  collect(snapshot) {
    const { add, families } = createFamilies();
    const files = Object.entries(modules).map(([file, prefix]) => [`${root}/${file}`, prefix] as const);
    for (const [path, prefix] of files) {
      const text = snapshot.read(path);
      for (const [key, type, data] of text === undefined ? [] : namedStats(text, path)) {
        if (numeric.has(type)) {
          add(`node_zfs_${prefix}_${nameOf(key)}`, `ZFS ${prefix}: ${key}.`, {}, number(data, path));
        }
      }
    }
    const poolOf = (path: string) => path.split('/')[5] ?? '';
    for (const path of snapshot.glob(pools.io)) {
      const [names = '', values = ''] = lines(snapshot.read(path) ?? '').slice(1);
      words(names).forEach((key, at) =>
        add(`node_zfs_zpool_${key}`, `ZFS pool: ${key}.`, { zpool: poolOf(path) }, number(words(values)[at], path))
      );
    }
    for (const path of snapshot.glob(pools.objset)) {
      const stats = namedStats(snapshot.read(path) ?? '', path);
      const dataset = stats.find(([key]) => key === 'dataset_name')?.[2] ?? '';
      for (const [key, type, data] of stats) {
        if (type === '4') {
          add(
            `node_zfs_zpool_dataset_${nameOf(key)}`,
            `ZFS dataset: ${key}.`,
            { dataset, zpool: poolOf(path) },
            number(data, path)
          );
        }
      }
    }
    for (const path of snapshot.glob(pools.state)) {
      const now = (snapshot.read(path) ?? '').trim().toLowerCase();
      for (const state of states) {
        add(
          'node_zfs_zpool_state',
          '1 for the state the pool is in.',
          { state, zpool: poolOf(path) },
          now === state ? 1 : 0,
          'gauge'
        );
      }
    }
    const found = families();
    return found.length > 0 ? found : undefined;
  },
};

import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes } from './attributes.ts';
import { bcacheNumber } from './bcacheNumber.ts';
import type { Collector } from './collector.ts';
import type { CollectorSettings } from './settings.ts';

const sets = '/sys/fs/bcache/*-*';
const backing = `${sets}/bdev[0-9]*`;
const caches = `${sets}/cache[0-9]*`;

/** Kernel documentation, admin-guide/bcache: file, type, name after node_bcache_, meaning. */
const setRows = [
  ['average_key_size', 'gauge', 'average_key_size_sectors', 'Data for each key, in sectors.'],
  ['btree_cache_size', 'gauge', 'btree_cache_size_bytes', 'Memory of the tree cache.'],
  ['cache_available_percent', 'gauge', 'cache_available_percent', 'Share of the cache that holds no dirty data.'],
  ['congested', 'gauge', 'congested', 'Congestion of the cache.'],
  ['root_usage_percent', 'gauge', 'root_usage_percent', 'Share of the root node in use.'],
  ['tree_depth', 'gauge', 'tree_depth', 'Depth of the tree.'],
  ['internal/active_journal_entries', 'gauge', 'active_journal_entries', 'Journal entries newer than the index.'],
  ['internal/btree_nodes', 'gauge', 'btree_nodes', 'Nodes of the tree.'],
  [
    'internal/btree_read_average_duration_us',
    'gauge',
    'btree_read_average_duration_seconds',
    'Time a tree read takes.',
  ],
  ['internal/cache_read_races', 'counter', 'cache_read_races_total', 'Reads from a bucket that was reused meanwhile.'],
] as const;
const backingRows = [
  ['dirty_data', 'gauge', 'dirty_data_bytes', 'Dirty data of the backing device in the cache.'],
  ['stats_total/bypassed', 'counter', 'bypassed_bytes_total', 'Data that bypassed the cache.'],
  ['stats_total/cache_hits', 'counter', 'cache_hits_total', 'Reads and writes the cache had.'],
  ['stats_total/cache_misses', 'counter', 'cache_misses_total', 'Reads and writes the cache did not have.'],
  ['stats_total/cache_bypass_hits', 'counter', 'cache_bypass_hits_total', 'Bypassing ones the cache had.'],
  ['stats_total/cache_bypass_misses', 'counter', 'cache_bypass_misses_total', 'Bypassing ones the cache did not have.'],
  [
    'stats_total/cache_miss_collisions',
    'counter',
    'cache_miss_collisions_total',
    'Misses that another write made stale.',
  ],
  ['stats_total/cache_readaheads', 'counter', 'cache_readaheads_total', 'Reads ahead.'],
] as const;
/** Lines `KEY: VALUE` of writeback_rate_debug. */
const writeback = [
  ['target', 'gauge', 'dirty_target_bytes', 'Dirty data the device aims at.'],
  ['rate', 'gauge', 'writeback_rate', 'Speed of writing back, in bytes per second.'],
  ['proportional', 'gauge', 'writeback_rate_proportional_term', 'Proportional part of that speed.'],
  ['integral', 'gauge', 'writeback_rate_integral_term', 'Integral part of that speed.'],
  ['change', 'gauge', 'writeback_change', 'Last change of that speed.'],
] as const;
const cacheRows = [
  ['io_errors', 'gauge', 'io_errors', 'Errors of late.'],
  ['metadata_written', 'counter', 'metadata_written_bytes_total', 'Written that was not data.'],
  ['written', 'counter', 'written_bytes_total', 'Data written to the cache.'],
] as const;
/** Lines `KEY: N%` of priority_stats. */
const priority = [
  ['Unused', 'gauge', 'priority_stats_unused_percent', 'Share of the cache without data.'],
  ['Metadata', 'gauge', 'priority_stats_metadata_percent', 'Share of the cache that is metadata.'],
] as const;

const all = [...setRows, ...backingRows, ...writeback, ...cacheRows, ...priority];
const makeSet = familySet(
  Object.fromEntries(all.map(([key, type, name, help]) => [key, [type, `node_bcache_${name}`, help] as const]))
);
const filesOf = (rows: ReadonlyArray<readonly [file: string, ...rest: unknown[]]>) => rows.map(([file]) => file);
const lineValue = (text: string, key: string): string | undefined =>
  new RegExp(`^${key}:\\s*(\\S+)`, 'm').exec(text)?.[1];

/** The block cache. */
export function bcache({ option }: CollectorSettings): Collector {
  const cacheFiles = [...filesOf(cacheRows), ...(option['bcache.priorityStats'] ? ['priority_stats'] : [])];
  const backingFiles = [...filesOf(backingRows), 'writeback_rate_debug'];
  return {
    name: 'bcache',
    reads: [
      ...attributeReads(sets, filesOf(setRows), 'slow'),
      ...attributeReads(backing, backingFiles, 'slow'),
      ...attributeReads(caches, cacheFiles, 'slow'),
    ],
    collect(snapshot) {
      const { add, families } = makeSet();
      for (const [path, found] of attributes(snapshot, sets, filesOf(setRows))) {
        for (const [file] of setRows) {
          // Named _us, but in nanoseconds: node_exporter takes it so.
          add(
            file,
            { uuid: path.split('/')[4] ?? '' },
            bcacheNumber(found[file] ?? '0') * (file.endsWith('_us') ? 1e-9 : 1)
          );
        }
      }
      for (const [path, found] of attributes(snapshot, backing, backingFiles)) {
        const [, , , , uuid = '', backing_device = ''] = path.split('/');
        filesOf(backingRows).forEach((file) => add(file, { backing_device, uuid }, bcacheNumber(found[file] ?? '0')));
        filesOf(writeback).forEach((key) =>
          add(key, { backing_device, uuid }, bcacheNumber(lineValue(found.writeback_rate_debug ?? '', key) ?? '0'))
        );
      }
      for (const [path, found] of attributes(snapshot, caches, cacheFiles)) {
        const [, , , , uuid = '', cache_device = ''] = path.split('/');
        filesOf(cacheRows).forEach((file) => add(file, { cache_device, uuid }, bcacheNumber(found[file] ?? '0')));
        const shares = found.priority_stats;
        for (const [key] of shares === undefined ? [] : priority) {
          add(key, { cache_device, uuid }, bcacheNumber(lineValue(shares ?? '', key) ?? '0'));
        }
      }
      return families();
    },
  };
}

import { familySet } from '../metrics/familySet.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { number } from './number.ts';

const files = '/sys/fs/xfs/*/stats/stats';

/**
 * Line of the file, then names for its columns in order, each with its meaning.
 * xfs.org, Runtime_Stats, and fs/xfs/xfs_stats.h.
 */
const rows: Readonly<Record<string, ReadonlyArray<readonly [name: string, help: string]>>> = {
  extent_alloc: [
    ['extent_allocation_extents_allocated', 'Extents allocated.'],
    ['extent_allocation_blocks_allocated', 'Blocks allocated.'],
    ['extent_allocation_extents_freed', 'Extents freed.'],
    ['extent_allocation_blocks_freed', 'Blocks freed.'],
  ],
  abt: [
    ['allocation_btree_lookups', 'Lookups in allocation trees.'],
    ['allocation_btree_compares', 'Compares in allocation trees.'],
    ['allocation_btree_records_inserted', 'Records put into allocation trees.'],
    ['allocation_btree_records_deleted', 'Records taken from allocation trees.'],
  ],
  blk_map: [
    ['block_mapping_reads', 'Block maps read.'],
    ['block_mapping_writes', 'Block maps written.'],
    ['block_mapping_unmaps', 'Block maps removed.'],
    ['block_mapping_extent_list_insertions', 'Extents put into lists.'],
    ['block_mapping_extent_list_deletions', 'Extents taken from lists.'],
    ['block_mapping_extent_list_lookups', 'Lookups in extent lists.'],
    ['block_mapping_extent_list_compares', 'Compares in extent lists.'],
  ],
  bmbt: [
    ['block_map_btree_lookups', 'Lookups in block map trees.'],
    ['block_map_btree_compares', 'Compares in block map trees.'],
    ['block_map_btree_records_inserted', 'Records put into block map trees.'],
    ['block_map_btree_records_deleted', 'Records taken from block map trees.'],
  ],
  dir: [
    ['directory_operation_lookup', 'Names looked up.'],
    ['directory_operation_create', 'Names created.'],
    ['directory_operation_remove', 'Names removed.'],
    ['directory_operation_getdents', 'Directories read.'],
  ],
  ig: [
    ['inode_operation_attempts', 'Inodes looked for in the cache.'],
    ['inode_operation_found', 'Inodes found there.'],
    ['inode_operation_recycled', 'Inodes found there while being reclaimed.'],
    ['inode_operation_missed', 'Inodes not found there.'],
    ['inode_operation_duplicates', 'Inodes not found that another one had read meanwhile.'],
    ['inode_operation_reclaims', 'Inodes thrown out of the cache.'],
    ['inode_operation_attribute_changes', 'Inodes whose attributes changed.'],
  ],
  rw: [
    ['write_calls', 'Writes.'],
    ['read_calls', 'Reads.'],
  ],
  vnodes: [
    ['vnode_active', 'Vnodes not on free lists.'],
    ['vnode_allocate', 'Vnodes allocated.'],
    ['vnode_get', 'Vnodes got.'],
    ['vnode_hold', 'Vnodes held.'],
    ['vnode_release', 'Vnodes released.'],
    ['vnode_reclaim', 'Vnodes reclaimed.'],
    ['vnode_remove', 'Vnodes removed.'],
  ],
};
const set = familySet(
  Object.fromEntries(
    Object.values(rows)
      .flat()
      .map(([name, help]) => [name, ['counter', `node_xfs_${name}_total`, help] as const])
  )
);

/** Counters of each XFS filesystem. */
export const xfs: Collector = {
  name: 'xfs',
  reads: [{ path: files, tier: 'medium' }],
  collect(snapshot) {
    const { add, families } = set();
    for (const path of snapshot.glob(files)) {
      const device = path.split('/')[4] ?? '';
      for (const line of lines(snapshot.read(path) ?? '')) {
        const [key = '', ...values] = words(line);
        rows[key]?.forEach(([name], at) => add(name, { device }, number(values[at], path)));
      }
    }
    return families();
  },
};

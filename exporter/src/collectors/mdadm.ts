import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { mdstat } from './mdstat.ts';
import { number, numberOrNone } from './number.ts';

const file = '/proc/mdstat';
const arrays = '/sys/block/md*/md';
const names = ['level', 'raid_disks', 'degraded'] as const;
/** Label of node_md_state, and the word for it in `mdstat`. */
const states = [
  ['active', 'active'],
  ['inactive', 'inactive'],
  ['recovering', 'recovering'],
  ['resync', 'resyncing'],
  ['check', 'checking'],
] as const;
/** Kernel documentation, admin-guide/md: levels that have disks of their own, and those that can be degraded. */
const containers = new Set(['', 'container', 'imsm', 'ddf']);
const redundant = new Set(['raid1', 'raid4', 'raid5', 'raid6', 'raid10']);

const set = familySet({
  disks: ['gauge', 'node_md_disks', 'Disks of the array by state.'],
  required: ['gauge', 'node_md_disks_required', 'Disks the array should have.'],
  state: ['gauge', 'node_md_state', '1 for the state the array is in.'],
  blocks: ['gauge', 'node_md_blocks', 'Blocks of the array.'],
  synced: ['gauge', 'node_md_blocks_synced', 'Blocks that are in sync.'],
  raidDisks: ['gauge', 'node_md_raid_disks', 'Disks the array was made for, by sysfs.'],
  degraded: ['gauge', 'node_md_degraded', 'Disks the array lacks, by sysfs.'],
});

/** Software RAID. */
export const mdadm: Collector = {
  name: 'mdadm',
  reads: [{ path: file, tier: 'medium' }, ...attributeReads(arrays, names, 'medium')],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const { add, families } = set();
    for (const array of mdstat(text)) {
      const { device } = array;
      for (const state of ['active', 'failed', 'spare'] as const) {
        add('disks', { device, state }, array[state]);
      }
      states.forEach(([state, word]) => add('state', { device, state }, array.state === word ? 1 : 0));
      add('required', { device }, array.required);
      add('blocks', { device }, array.blocks);
      add('synced', { device }, array.synced);
    }
    for (const [path, found] of attributes(snapshot, arrays, names)) {
      const device = path.split('/')[3] ?? '';
      const { level = '', raid_disks = '', degraded } = found;
      // While an array grows, this says `NEW (OLD)`.
      const disks = numberOrNone(raid_disks.split(' ')[0]);
      if (!containers.has(level) && disks !== undefined) {
        add('raidDisks', { device }, disks);
      }
      add('degraded', { device }, redundant.has(level) ? number(degraded, `${path}/degraded`) : 0);
    }
    return families();
  },
};

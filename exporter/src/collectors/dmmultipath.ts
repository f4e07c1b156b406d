import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';

const devices = '/sys/block/dm-*';
const names = ['dm/name', 'dm/uuid', 'dm/suspended', 'size'] as const;
/** Links to the disks a device is made of. */
const paths = '/sys/block/dm-*/slaves/*';
const states = '/sys/block/*/device/state';

const set = familySet({
  info: ['gauge', 'node_dmmultipath_device_info', 'The multipath device; always 1.'],
  active: ['gauge', 'node_dmmultipath_device_active', '1 when the device is not suspended.'],
  size: ['gauge', 'node_dmmultipath_device_size_bytes', 'Size of the device.'],
  paths: ['gauge', 'node_dmmultipath_device_paths', 'Paths to the device.'],
  good: ['gauge', 'node_dmmultipath_device_paths_active', 'Paths that work.'],
  failed: ['gauge', 'node_dmmultipath_device_paths_failed', 'Paths that do not work.'],
  state: ['gauge', 'node_dmmultipath_path_state', 'State of the path; always 1.'],
});

/** Multipath devices of the device mapper: their UUID begins `mpath-`. A path works when its SCSI disk is running, or its NVMe disk live. */
export const dmmultipath: Collector = {
  name: 'dmmultipath',
  reads: [
    ...attributeReads(devices, names, 'medium'),
    { path: paths, tier: 'medium', link: true },
    { path: states, tier: 'medium' },
  ],
  collect(snapshot) {
    const { add, families } = set();
    for (const [path, found] of attributes(snapshot, devices, names)) {
      const { 'dm/name': device = '', 'dm/uuid': uuid = '', 'dm/suspended': suspended, size } = found;
      if (!uuid.startsWith('mpath-')) {
        continue;
      }
      const labels = { device, sysfs_name: lastName(path) };
      add('info', { ...labels, uuid }, 1);
      add('active', labels, suspended === '1' ? 0 : 1);
      add('size', labels, number(size, `${path}/size`) * 512);
      const disks = snapshot
        .glob(paths)
        .filter((link) => link.startsWith(`${path}/`))
        .map(lastName);
      const known = disks.map((disk) => ({
        disk,
        state: snapshot.read(`/sys/block/${disk}/device/state`)?.trim() ?? 'unknown',
      }));
      const good = known.filter(({ state }) => state === 'running' || state === 'live').length;
      known.forEach(({ disk, state }) => add('state', { device, path: disk, state }, 1));
      add('paths', labels, disks.length);
      add('good', labels, good);
      add('failed', labels, disks.length - good);
    }
    return families();
  },
};

import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { number } from './number.ts';

const controllers = '/sys/class/nvme/nvme*';
const controllerNames = ['firmware_rev', 'model', 'serial', 'state', 'cntlid'] as const;
/** With native multipath, nvme0c0n1 is a path to a namespace and no namespace. */
const namespaces = '/sys/class/nvme/nvme*/nvme*n*';
const namespaceNames = ['nuse', 'size', 'queue/logical_block_size', 'ana_state'] as const;

const set = familySet({
  info: ['gauge', 'node_nvme_info', 'What the NVMe controller says of itself; always 1.'],
  namespace: ['gauge', 'node_nvme_namespace_info', 'State of the namespace; always 1.'],
  capacity: ['gauge', 'node_nvme_namespace_capacity_bytes', 'Capacity of the namespace.'],
  size: ['gauge', 'node_nvme_namespace_size_bytes', 'Size of the namespace.'],
  used: ['gauge', 'node_nvme_namespace_used_bytes', 'Space of the namespace in use.'],
  block: ['gauge', 'node_nvme_namespace_logical_block_size_bytes', 'Size of a logical block.'],
});

/** NVMe disks. */
export const nvme: Collector = {
  name: 'nvme',
  reads: [
    ...attributeReads(controllers, controllerNames, 'slow'),
    ...attributeReads(namespaces, namespaceNames, 'slow'),
  ],
  runs: [directories],
  collect(snapshot) {
    const { add, families } = set();
    for (const [path, { firmware_rev = '', model = '', serial = '', state = '', cntlid = '' }] of attributes(
      snapshot,
      controllers,
      controllerNames
    )) {
      add('info', { cntlid, device: lastName(path), firmware_revision: firmware_rev, model, serial, state }, 1);
    }
    for (const [path, found] of attributes(snapshot, namespaces, namespaceNames)) {
      const [, device, nsid] = /\/(nvme\d+)\/nvme\d+n(\d+)$/.exec(path) ?? [];
      const { nuse, size, ana_state = 'unknown' } = found;
      if (device === undefined || nsid === undefined || nuse === undefined || size === undefined) {
        continue;
      }
      const labels = { device, nsid };
      const block = number(found['queue/logical_block_size'], path);
      add('namespace', { ana_state, ...labels }, 1);
      add('capacity', labels, number(size, path) * block);
      add('size', labels, number(size, path) * block);
      add('used', labels, number(nuse, path) * block);
      add('block', labels, block);
    }
    return unlessMissing(families(), snapshot, '/sys/class/nvme');
  },
};

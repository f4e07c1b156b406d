import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { filter } from './filter.ts';
import { infinibandCounters } from './infinibandCounters.ts';
import { number, numberOrNone } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const devices = '/sys/class/infiniband/*';
const deviceNames = ['fw_ver', 'board_id', 'hca_type'] as const;
const ports = `${devices}/ports/*`;
const portNames = ['state', 'phys_state', 'rate'] as const;
const counterFiles = ['counters', 'counters_ext', 'hw_counters'].map((directory) => `${ports}/${directory}/*`);
const lifespan = 'hw_counters/lifespan';

const set = familySet<string>({
  info: ['gauge', 'node_infiniband_info', 'What the InfiniBand device is; always 1.'],
  state: [
    'gauge',
    'node_infiniband_state_id',
    'State of the port: 1 down, 2 initialising, 3 armed, 4 active, 5 deferred.',
  ],
  phys_state: [
    'gauge',
    'node_infiniband_physical_state_id',
    'State of the link: 2 polling, 3 disabled, 5 up, 6 recovering.',
  ],
  rate: ['gauge', 'node_infiniband_rate_bytes_per_second', 'Speed of the port.'],
  [lifespan]: [
    'gauge',
    'node_infiniband_lifespan_seconds',
    'How long the hardware keeps a counter before it is read anew.',
  ],
  ...Object.fromEntries(
    Object.entries(infinibandCounters).map(([file, name]) => [
      file,
      ['counter', `node_infiniband_${name}_total`, `Counter ${lastName(file)} of the port.`] as const,
    ])
  ),
});

/** Data is counted in words of four bytes. */
const unit = (file: string): number => (/_data(_64)?$/.test(file) ? 4 : 1);

/** InfiniBand and RoCE adapters. */
export function infiniband({ option }: CollectorSettings): Collector {
  const kept = filter(option['infiniband.device-include'], option['infiniband.device-exclude']);
  return {
    name: 'infiniband',
    reads: [
      ...attributeReads(devices, deviceNames, 'medium'),
      ...attributeReads(ports, portNames, 'medium'),
      ...counterFiles.map((path) => ({ path, tier: 'medium' as const })),
    ],
    runs: [directories],
    collect(snapshot) {
      const { add, families } = set();
      for (const [path, { fw_ver = '', board_id = '', hca_type = '' }] of attributes(snapshot, devices, deviceNames)) {
        const device = lastName(path);
        if (kept(device)) {
          add('info', { board_id, device, firmware_version: fw_ver, hca_type }, 1);
        }
      }
      const labelsOf = (path: string) => {
        const [, , , , device = '', , port = ''] = path.split('/');
        return { device, port };
      };
      for (const [path, found] of attributes(snapshot, ports, portNames)) {
        const labels = labelsOf(path);
        if (kept(labels.device)) {
          // `4: ACTIVE`, `5: LinkUp`, `100 Gb/sec (4X EDR)`
          add('state', labels, number(found.state?.split(':')[0], path));
          add('phys_state', labels, number(found.phys_state?.split(':')[0], path));
          add('rate', labels, Math.floor(number(found.rate?.split(' ')[0], path) * 125e6));
        }
      }
      for (const path of counterFiles.flatMap((pattern) => snapshot.glob(pattern))) {
        const labels = labelsOf(path);
        const file = path.split('/').slice(7).join('/');
        // Adapters without a performance agent print `N/A (no PMA)`.
        const value = numberOrNone(snapshot.read(path)?.trim());
        if (kept(labels.device) && value !== undefined && (file in infinibandCounters || file === lifespan)) {
          add(file, labels, file === lifespan ? Math.floor(value / 1000) : value * unit(file));
        }
      }
      return unlessMissing(families(), snapshot, '/sys/class/infiniband');
    },
  };
}

import { familySet } from '../metrics/familySet.ts';
import { labelled } from '../metrics/sharedLabels.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { words } from './lines.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/net/dev';
const nohandler = '/sys/class/net/*/statistics/rx_nohandler';

/** net/core/net-procfs.c, dev_seq_printf_stats: eight columns received, eight sent. Some are sums of finer counters there. */
const columns = [
  ['receive_bytes', 'Bytes received.'],
  ['receive_packets', 'Packets received.'],
  ['receive_errs', 'Packets received with an error.'],
  ['receive_drop', 'Received packets that were dropped or missed.'],
  ['receive_fifo', 'Received packets lost to a full queue of the device.'],
  ['receive_frame', 'Received packets of a wrong length, frame or checksum.'],
  ['receive_compressed', 'Compressed packets received.'],
  ['receive_multicast', 'Multicast packets received.'],
  ['transmit_bytes', 'Bytes sent.'],
  ['transmit_packets', 'Packets sent.'],
  ['transmit_errs', 'Packets not sent because of an error.'],
  ['transmit_drop', 'Packets dropped instead of sent.'],
  ['transmit_fifo', 'Packets lost to an empty queue of the device while sending.'],
  ['transmit_colls', 'Collisions while sending.'],
  ['transmit_carrier', 'Packets not sent because of the carrier, heartbeat or a late collision.'],
  ['transmit_compressed', 'Compressed packets sent.'],
] as const;
const set = familySet(
  Object.fromEntries(columns.map(([key, help]) => [key, ['counter', `node_network_${key}_total`, help] as const]))
);
const labelsOf = labelled('device');
const unhandled = familySet({
  nohandler: [
    'counter',
    'node_network_receive_nohandler_total',
    'Received packets no protocol wanted, on an inactive device.',
  ],
});

/** Counters of each network device. Its name may touch the first number: `eth0:123`. */
export function netdev({ option }: CollectorSettings): Collector {
  const kept = filter(option['netdev.device-include'], option['netdev.device-exclude']);
  return {
    name: 'netdev',
    reads: [
      { path: file, tier: 'fast' },
      { path: nohandler, tier: 'medium' },
    ],
    collect(snapshot) {
      const text = snapshot.read(file);
      if (text === undefined) {
        return undefined;
      }
      const { add, families } = set();
      for (const line of text.split('\n').slice(2)) {
        // A device's name may hold a colon itself (an old alias), numbers never do.
        const colon = line.lastIndexOf(':');
        const device = line.slice(0, colon).trim();
        if (colon < 0 || !kept(device)) {
          continue;
        }
        const values = words(line.slice(colon + 1));
        const labels = labelsOf(device);
        columns.forEach(([key], at) => add(key, labels, number(values[at], file)));
      }
      return families();
    },
    collectSlow(snapshot) {
      const { add, families } = unhandled();
      for (const path of snapshot.glob(nohandler)) {
        const device = path.split('/')[4] ?? '';
        if (kept(device)) {
          add('nohandler', labelsOf(device), number(snapshot.read(path)?.trim(), path));
        }
      }
      return families();
    },
  };
}

import { familySet } from '../metrics/familySet.ts';
import { labelled } from '../metrics/sharedLabels.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { unlessMissing, directories } from './directories.ts';
import { filter } from './filter.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const devices = '/sys/class/net/*';

/** Kernel documentation, ABI/testing/sysfs-class-net: attribute, name after node_network_, meaning. */
const gauges = [
  ['addr_assign_type', 'address_assign_type', 'How the hardware address was assigned.'],
  ['carrier', 'carrier', '1 when the link is up physically.'],
  ['dev_id', 'device_id', 'Number of the device among those with its hardware address.'],
  ['dormant', 'dormant', '1 when the device waits for an outside event to become operational.'],
  ['flags', 'flags', 'Device flags, as netdevice(7) numbers them.'],
  ['ifindex', 'iface_id', 'Index of the device.'],
  ['iflink', 'iface_link', 'Index of the device this one is on top of.'],
  ['link_mode', 'iface_link_mode', 'Link mode of the device.'],
  ['mtu', 'mtu_bytes', 'Largest packet the device sends, in bytes.'],
  ['name_assign_type', 'name_assign_type', 'How the name was assigned.'],
  ['netdev_group', 'net_dev_group', 'Group of the device.'],
  ['tx_queue_len', 'transmit_queue_length', 'Packets the send queue may hold.'],
  ['type', 'protocol_type', 'Hardware type, as ARPHRD numbers it.'],
] as const;
const counters = [
  ['carrier_changes', 'carrier_changes_total', 'Times the link changed.'],
  ['carrier_up_count', 'carrier_up_changes_total', 'Times the link came up.'],
  ['carrier_down_count', 'carrier_down_changes_total', 'Times the link went down.'],
] as const;
const numeric = [...gauges, ...counters];
const texts = ['address', 'broadcast', 'duplex', 'ifalias', 'operstate', 'speed'] as const;
const names = [...numeric.map(([attribute]) => attribute), ...texts];

const set = familySet<string>({
  up: ['gauge', 'node_network_up', '1 when the device is up.'],
  info: ['gauge', 'node_network_info', 'What is known of the device in words; always 1.'],
  ...Object.fromEntries(gauges.map(([key, name, help]) => [key, ['gauge', `node_network_${name}`, help] as const])),
  ...Object.fromEntries(counters.map(([key, name, help]) => [key, ['counter', `node_network_${name}`, help] as const])),
  speed: ['gauge', 'node_network_speed_bytes', 'Speed of the link, in bytes per second.'],
});

const labelsOf = labelled('device');

/** netdevice(7): IFF_UP is the lowest flag. */
const adminState = (flags: string | undefined): string =>
  flags === undefined ? 'unknown' : Number(flags) & 1 ? 'up' : 'down';

/** What sysfs says of network devices. A driver that can not tell an attribute fails the read: the attribute is absent then. */
export function netclass({ option }: CollectorSettings): Collector {
  const kept = filter('', option['netclass.ignored-devices']);
  return {
    name: 'netclass',
    reads: attributeReads(devices, names, 'medium'),
    runs: [directories],
    collect(snapshot) {
      const { add, families } = set();
      for (const [path, found] of attributes(snapshot, devices, names)) {
        const device = lastName(path);
        if (!kept(device)) {
          continue;
        }
        const labels = labelsOf(device);
        const { address = '', broadcast = '', duplex = '', ifalias = '', operstate = '' } = found;
        add('up', labels, operstate === 'up' ? 1 : 0);
        add('info', { address, adminstate: adminState(found.flags), broadcast, device, duplex, ifalias, operstate }, 1);
        for (const [attribute] of numeric) {
          const text = found[attribute];
          if (text !== undefined) {
            add(attribute, labels, number(text, `${path}/${attribute}`));
          }
        }
        const megabits = found.speed === undefined ? undefined : number(found.speed, `${path}/speed`);
        if (megabits !== undefined && (megabits >= 0 || !option['netclass.ignore-invalid-speed'])) {
          add('speed', labels, (megabits * 1000 * 1000) / 8);
        }
      }
      return unlessMissing(families(), snapshot, '/sys/class/net');
    },
  };
}

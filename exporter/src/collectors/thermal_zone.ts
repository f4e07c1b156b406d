import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { numberOrNone } from './number.ts';

const zones = '/sys/class/thermal/thermal_zone[0-9]*';
const zoneNames = ['type', 'temp'] as const;
const devices = '/sys/class/thermal/cooling_device[0-9]*';
const deviceNames = ['type', 'cur_state', 'max_state'] as const;

const set = familySet({
  temp: ['gauge', 'node_thermal_zone_temp', 'Temperature of the zone, in degrees Celsius.'],
  current: ['gauge', 'node_cooling_device_cur_state', 'How hard the device cools; -1 when it does not tell.'],
  max: ['gauge', 'node_cooling_device_max_state', 'How hard the device can cool.'],
});

/** Kernel documentation, driver-api/thermal/sysfs-api. A sensor that is off fails the read: no temperature then. */
export const thermalZone: Collector = {
  name: 'thermal_zone',
  reads: [...attributeReads(zones, zoneNames, 'medium'), ...attributeReads(devices, deviceNames, 'medium')],
  collect(snapshot) {
    const { add, families } = set();
    for (const [path, { type = '', temp }] of attributes(snapshot, zones, zoneNames)) {
      const value = numberOrNone(temp);
      if (value !== undefined) {
        add('temp', { type, zone: path.slice(path.lastIndexOf('thermal_zone') + 12) }, value / 1000);
      }
    }
    for (const [path, { type = '', cur_state, max_state }] of attributes(snapshot, devices, deviceNames)) {
      const [current, max] = [numberOrNone(cur_state), numberOrNone(max_state)];
      const labels = { name: path.slice(path.lastIndexOf('cooling_device') + 14), type };
      if (current !== undefined && max !== undefined) {
        add('current', labels, current);
        add('max', labels, max);
      }
    }
    return families();
  },
};

import type { FamilyType } from '../metrics/family.ts';
import { cleanName } from './hwmonName.ts';

/** What one attribute of a sensor becomes: a family's type, name and HELP, and its number in base units. */
export interface SensorRow {
  type: FamilyType;
  name: string;
  help: string;
  scale(value: number): number;
}

const asIs = (value: number) => value;
const milli = (value: number) => value * 0.001;
const micro = (value: number) => value / 1e6;
const row = (name: string, help: string, scale: SensorRow['scale'], type: FamilyType = 'gauge'): SensorRow => ({
  type,
  name,
  help,
  scale,
});

/** Kernel documentation, hwmon/sysfs-interface: voltages, temperatures and currents are in thousandths, power and energy in millionths. */
export function sensorRow(type: string, element: string, bare: boolean): SensorRow | undefined {
  // `input` is the value itself, unless the driver has a file without an element too (pwm1 and pwm1_input).
  const hidden = element === '' || (element === 'input' && !bare);
  const name = `node_hwmon_${type}${hidden ? '' : `_${cleanName(element)}`}`;
  const what = element === '' ? 'input' : element;
  if (element === 'fault' || element === 'alarm') {
    return row(name, `Sensor ${what} (${type}).`, asIs);
  }
  if (element === 'beep') {
    return row(`${name}_enabled`, 'The sensor beeps on alarm.', asIs);
  }
  if (type === 'in' || type === 'cpu') {
    return row(`${name}_volts`, `Voltage (${what}).`, milli);
  }
  if (type === 'temp' && element !== 'type') {
    return row(`${name}_celsius`, `Temperature (${what}).`, milli);
  }
  if (type === 'curr') {
    return row(`${name}_amps`, `Current (${what}).`, milli);
  }
  if (type === 'energy') {
    return row(`${name}_joule_total`, `Energy used (${what}).`, micro, 'counter');
  }
  if (type === 'power') {
    if (element === 'accuracy') {
      return row(name, 'Accuracy of the power meter.', micro);
    }
    return /^average_interval(_min|_max)?$/.test(element)
      ? row(`${name}_seconds`, `Interval of the power meter (${what}).`, milli)
      : row(`${name}_watt`, `Power (${what}).`, micro);
  }
  if (type === 'humidity') {
    return row(name, `Humidity from 0 to 1 (${what}).`, micro);
  }
  if (type === 'fan' && ['input', 'min', 'max', 'target'].includes(element)) {
    return row(`${name}_rpm`, `Rotations per minute (${what}).`, asIs);
  }
  return row(name, `Sensor element ${what} (${type}).`, asIs);
}

/** Sensors of one number that have no elements: which family. */
export const soleSensors: Readonly<Record<string, SensorRow>> = {
  beep_enable: row('node_hwmon_beep_enabled', 'The chip beeps on alarm.', (value) => (value === 1 ? 1 : 0)),
  vrm: row('node_hwmon_voltage_regulator_version', 'Version of the voltage regulator.', asIs),
  update_interval: row('node_hwmon_update_interval_seconds', 'Interval at which the chip measures.', milli),
};

import type { Family } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes, lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { filter } from './filter.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const supplies = '/sys/class/power_supply/*';

/** Kernel documentation, ABI/testing/sysfs-class-power: numbers as they are, with the name after node_power_supply_. */
const plain: Readonly<Record<string, string>> = {
  authentic: 'authentic',
  calibrate: 'calibrate',
  capacity: 'capacity',
  capacity_alert_max: 'capacity_alert_max',
  capacity_alert_min: 'capacity_alert_min',
  cycle_count: 'cyclecount',
  online: 'online',
  present: 'present',
  time_to_empty_now: 'time_to_empty_seconds',
  time_to_full_now: 'time_to_full_seconds',
};
/** Those in millionths of an ampere, volt, watt, or of one of these times an hour; what is named otherwise than its file, then the rest. */
const renamed: Readonly<Record<string, string>> = {
  charge_now: 'charge_ampere',
  current_now: 'current_ampere',
  energy_now: 'energy_watthour',
  power_now: 'power_watt',
  voltage_now: 'voltage_volt',
};
const millionths = [
  ...'current_boot current_max energy_empty energy_empty_design energy_full energy_full_design voltage_boot voltage_max'.split(
    ' '
  ),
  ...'voltage_max_design voltage_min voltage_min_design voltage_ocv charge_control_limit charge_control_limit_max'.split(
    ' '
  ),
  ...'charge_counter charge_empty charge_empty_design charge_full charge_full_design charge_term_current'.split(' '),
  ...'constant_charge_current constant_charge_current_max constant_charge_voltage constant_charge_voltage_max'.split(
    ' '
  ),
  ...'precharge_current input_current_limit'.split(' '),
  ...Object.keys(renamed),
];
/** Tenths of a degree. */
const tenths =
  'temp temp_alert_max temp_alert_min temp_ambient temp_ambient_max temp_ambient_min temp_max temp_min'.split(' ');
const texts =
  'capacity_level charge_type health manufacturer model_name scope serial_number status technology type usb_type'.split(
    ' '
  );
const names = [...Object.keys(plain), ...millionths, ...tenths, ...texts];

const scale = (name: string, value: number): number =>
  millionths.includes(name) ? value / 1e6 : tenths.includes(name) ? value / 10 : value;
const familyName = (name: string): string =>
  plain[name] ?? renamed[name] ?? (tenths.includes(name) ? `${name}_celsius` : name);
const numeric = names.filter((name) => !texts.includes(name));
const set = familySet(
  Object.fromEntries(
    numeric.map((name) => [
      name,
      ['gauge', `node_power_supply_${familyName(name)}`, `Attribute ${name} of the power supply.`] as const,
    ])
  )
);

/** Mains, batteries and UPS. The labels of the info family are the words a supply has, so supplies may differ in them. */
export function powersupplyclass({ option }: CollectorSettings): Collector {
  const kept = filter('', option['powersupply.ignored-supplies']);
  return {
    name: 'powersupplyclass',
    reads: attributeReads(supplies, names, 'medium'),
    runs: [directories],
    collect(snapshot) {
      const { add, families } = set();
      const info: Family = {
        type: 'gauge',
        name: 'node_power_supply_info',
        help: 'What the power supply is; always 1.',
        samples: [],
      };
      for (const [path, found] of attributes(snapshot, supplies, names)) {
        const power_supply = lastName(path);
        if (!kept(power_supply)) {
          continue;
        }
        for (const name of numeric) {
          const text = found[name];
          if (text !== undefined && text !== '') {
            add(name, { power_supply }, scale(name, number(text, `${path}/${name}`)));
          }
        }
        const known = texts.filter((name) => (found[name] ?? '') !== '').map((name) => [name, found[name] ?? '']);
        info.samples.push({ labels: { power_supply, ...Object.fromEntries(known) }, value: 1 });
      }
      return unlessMissing(info.samples.length > 0 ? [...families(), info] : [], snapshot, '/sys/class/power_supply');
    },
  };
}

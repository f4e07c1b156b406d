import type { Family } from '../metrics/family.ts';
import type { Read, Snapshot } from '../snapshot/snapshot.ts';
import { lastName } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { filter } from './filter.ts';
import { cleanName, hwmonNames } from './hwmonName.ts';
import { sensorRow, soleSensors } from './hwmonSensor.ts';
import { numberOrNone } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const chips = '/sys/class/hwmon/hwmon*';
const numbered = ['in', 'cpu', 'fan', 'pwm', 'temp', 'curr', 'power', 'energy', 'humidity', 'intrusion', 'freq'];
const files = [...numbered.map((type) => `${type}[0-9]*`), ...Object.keys(soleSensors)];
/** Drivers of old keep their attributes at the device instead of the chip. */
const sensors = [...files, ...files.map((file) => `device/${file}`)].map((file) => `${chips}/${file}`);
const links = [chips, `${chips}/device`];
const reads: Read[] = [
  ...[...sensors, `${chips}/name`].map((path) => ({ path, tier: 'medium' as const })),
  ...links.map((path) => ({ path, tier: 'medium' as const, link: true })),
];

/** Sensor (temp1) → element (input) → text, of one chip. */
type Sensors = Map<string, Map<string, string>>;

function chipSensors(snapshot: Snapshot): Map<string, Sensors> {
  const found = new Map<string, Sensors>();
  for (const path of [...snapshot.glob(`${chips}/name`), ...sensors.flatMap((pattern) => snapshot.glob(pattern))]) {
    const chip = path.split('/').slice(0, 5).join('/');
    const known: Sensors = found.get(chip) ?? new Map();
    found.set(chip, known);
    const [, type = '', id = '', element = ''] = /^([^0-9]+)([0-9]*)(?:_(.+))?$/.exec(lastName(path)) ?? [];
    const text = snapshot.read(path)?.trim();
    if (text !== undefined && (id === '' ? type in soleSensors : numbered.includes(type))) {
      const sensor = `${type}${Number(id)}`;
      known.set(sensor, (known.get(sensor) ?? new Map<string, string>()).set(element, text));
    }
  }
  return found;
}

/** Families by name, made as sensors ask for them: which there are depends on the hardware. */
function createFamilies() {
  const made = new Map<string, Family>();
  const add = (family: Omit<Family, 'samples'>, labels: Record<string, string>, value: number) => {
    const known = made.get(family.name) ?? { name: family.name, help: family.help, type: family.type, samples: [] };
    known.samples.push({ labels, value });
    made.set(family.name, known);
  };
  return { add, families: () => [...made.values()] };
}
type Add = ReturnType<typeof createFamilies>['add'];

function addSensor(add: Add, chip: string, sensor: string, elements: ReadonlyMap<string, string>): void {
  const type = sensor.replace(/\d+$/, '');
  const labels = { chip, sensor };
  const label = elements.get('label');
  if (label !== undefined) {
    add(
      { type: 'gauge', name: 'node_hwmon_sensor_label', help: 'What the sensor is for, by the driver; always 1.' },
      { chip, label, sensor },
      1
    );
  }
  for (const [element, text] of elements) {
    const value = numberOrNone(text);
    if (element === 'label' || value === undefined) {
      continue;
    }
    if (type === 'freq' && element === 'input') {
      if (label !== undefined) {
        add(
          { type: 'gauge', name: 'node_hwmon_freq_freq_mhz', help: 'Frequency in MHz.' },
          { chip, sensor: cleanName(label) },
          value / 1e6
        );
      }
      continue;
    }
    const row = soleSensors[type] ?? sensorRow(type, element, elements.has(''));
    if (row !== undefined) {
      add(row, labels, row.scale(value));
    }
  }
}

/** Hardware sensors. */
export function hwmon({ option }: CollectorSettings): Collector {
  const keptChip = filter(option['hwmon.chip-include'], option['hwmon.chip-exclude']);
  const keptSensor = filter(option['hwmon.sensor-include'], option['hwmon.sensor-exclude']);
  return {
    name: 'hwmon',
    reads,
    runs: [directories],
    collect(snapshot) {
      const { add, families } = createFamilies();
      const found = chipSensors(snapshot);
      const names = hwmonNames(snapshot, [...found.keys()]);
      for (const [path, known] of found) {
        const chip = names.get(path) ?? '';
        if (!keptChip(chip)) {
          continue;
        }
        const name = cleanName(snapshot.read(`${path}/name`)?.trim() ?? '');
        if (name !== '') {
          add(
            { type: 'gauge', name: 'node_hwmon_chip_names', help: 'Name of the chip by its driver; always 1.' },
            { chip, chip_name: name },
            1
          );
        }
        for (const [sensor, elements] of known) {
          if (keptSensor(`${chip};${sensor}`)) {
            addSensor(add, chip, sensor, elements);
          }
        }
      }
      return unlessMissing(families(), snapshot, '/sys/class/hwmon');
    },
  };
}

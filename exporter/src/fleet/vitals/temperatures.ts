import type { z } from 'zod';
import type { TemperatureVitals } from '../../../../contract/vitals.ts';
import { samplesOf, type Frame } from '../frames/frame.ts';

type Temperature = z.infer<typeof TemperatureVitals>;

const sensorKey = (labels: Readonly<Record<string, string>>): string => `${labels['chip']}\0${labels['sensor']}`;

/** hwmon's sensors, and thermal zones where there is no hwmon (small ARM boards). */
export function temperatureVitals(frame: Frame): Temperature[] {
  const critical = new Map([...samplesOf(frame, 'node_hwmon_temp_crit_celsius')].map(({ labels, value }) => [sensorKey(labels), value]));
  const labelOf = new Map([...samplesOf(frame, 'node_hwmon_sensor_label')].map(({ labels }) => [sensorKey(labels), labels['label'] ?? null]));
  const sensors: Temperature[] = [...samplesOf(frame, 'node_hwmon_temp_celsius')].map(({ labels, value }) => ({
    chip: labels['chip'] ?? '',
    sensor: labels['sensor'] ?? '',
    label: labelOf.get(sensorKey(labels)) ?? null,
    celsius: value,
    criticalCelsius: critical.get(sensorKey(labels)) ?? null,
  }));
  if (sensors.length === 0) {
    for (const { labels, value } of samplesOf(frame, 'node_thermal_zone_temp')) {
      sensors.push({ chip: 'thermal_zone', sensor: labels['zone'] ?? '', label: labels['type'] ?? null, celsius: value, criticalCelsius: null });
    }
  }
  return sensors.filter(({ celsius }) => Number.isFinite(celsius)).sort((a, b) => b.celsius - a.celsius);
}

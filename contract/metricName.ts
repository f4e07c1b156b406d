import type { Extraction } from './extraction.ts';

/** The family that an extraction makes: shellwatch_command_<command>[_<metric>][_<unit>][_total] */
export function metricName(command: string, { metric, unit, type }: Pick<Extraction, 'metric' | 'unit' | 'type'>): string {
  const stem = ['shellwatch_command', command, metric].filter((part) => part !== '').join('_');
  const withUnit = unit === '' || stem.endsWith(`_${unit}`) ? stem : `${stem}_${unit}`;
  return type === 'counter' && !withUnit.endsWith('_total') ? `${withUnit}_total` : withUnit;
}

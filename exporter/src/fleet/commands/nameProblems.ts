/** The base units of Prometheus's naming guide that a value may be given in. */
const baseUnits = new Set(['seconds', 'bytes', 'celsius', 'meters', 'volts', 'amperes', 'joules', 'grams', 'ratio', 'hertz', 'watts', 'info', 'timestamp_seconds']);

/** What promtool complains about when a name has it as a part: units that are not base units. */
const discouraged: Readonly<Record<string, string>> = {
  milliseconds: 'seconds', microseconds: 'seconds', nanoseconds: 'seconds', minutes: 'seconds', hours: 'seconds', days: 'seconds', weeks: 'seconds',
  kilobytes: 'bytes', megabytes: 'bytes', gigabytes: 'bytes', kibibytes: 'bytes', mebibytes: 'bytes', gibibytes: 'bytes', bits: 'bytes',
  kelvin: 'celsius', fahrenheit: 'celsius', kelvins: 'celsius', inches: 'meters', miles: 'meters', percent: 'ratio', percents: 'ratio',
};

/** What is wrong with a family's name by the rules promtool checks; empty when nothing is. */
export function nameProblems(name: string, type: 'gauge' | 'counter', unit: string): string[] {
  const problems: string[] = [];
  if (unit !== '' && !baseUnits.has(unit)) {
    const base = discouraged[unit];
    problems.push(base === undefined ? `${name}: ${unit} is not a base unit` : `${name}: use ${base} as the unit, with a factor`);
  }
  const parts = name.split('_');
  for (const part of parts) {
    const base = discouraged[part];
    if (base !== undefined && part !== unit) {
      problems.push(`${name}: use base unit "${base}" instead of "${part}"`);
    }
  }
  if (type === 'gauge' && name.endsWith('_total')) {
    problems.push(`${name}: only a counter's name ends in _total`);
  }
  for (const suffix of ['_count', '_sum', '_bucket']) {
    if (name.endsWith(suffix)) {
      problems.push(`${name}: names of gauges and counters do not end in ${suffix}`);
    }
  }
  return problems;
}

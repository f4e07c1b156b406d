import type { Vitals } from '../../../../contract/vitals.ts';
import { increases, type Increase, type Window } from './increase.ts';

type Cpu = NonNullable<Vitals['cpu']>;

/** Seconds by mode of one CPU within the window. */
type Modes = Map<string, number>;

const sum = (modes: Modes, names: readonly string[]): number => names.reduce((total, name) => total + (modes.get(name) ?? 0), 0);
const allModes = ['user', 'nice', 'system', 'irq', 'softirq', 'steal', 'idle', 'iowait'];
const share = (part: number, total: number): number | null => (total > 0 ? Math.min(100, (100 * part) / total) : null);

/**
 * Shares of CPU time, as top(1) has them: of all that passed, what was not idle or waiting for a disk.
 * Guest time is part of user time already (proc(5), /proc/stat), so it is not added.
 */
export function cpuVitals(window: Window): Cpu | null {
  const series = increases(window, 'node_cpu_seconds_total');
  if (series.length === 0) {
    return null;
  }
  const growth = growthByCpu(series);
  const known = window.seconds !== undefined;
  const each = [...growth].map(([cpu, modes]) => ({ cpu, usedPercent: known ? used(modes) : null }));
  each.sort((a, b) => Number(a.cpu) - Number(b.cpu));
  const all: Modes = new Map(allModes.map((mode) => [mode, [...growth.values()].reduce((total, modes) => total + (modes.get(mode) ?? 0), 0)]));
  const total = sum(all, allModes);
  const of = (...modes: string[]): number | null => (known ? share(sum(all, modes), total) : null);
  return {
    threads: growth.size,
    usedPercent: known ? used(all) : null,
    userPercent: of('user', 'nice'),
    systemPercent: of('system', 'irq', 'softirq'),
    iowaitPercent: of('iowait'),
    stealPercent: of('steal'),
    each,
  };
}

/**
 * Growth of each mode of each CPU. idle and iowait may step back a little (proc(5): "the value of iowait may decrease in certain
 * conditions"), which is no reset: a reset takes the whole CPU back.
 */
function growthByCpu(series: readonly Increase[]): Map<string, Modes> {
  const byCpu = Map.groupBy(series, ({ labels }) => labels['cpu'] ?? '');
  return new Map(
    [...byCpu].map(([cpu, modes]) => {
      const reset = modes.reduce((total, { value, before }) => total + value - (before ?? value), 0) < 0;
      return [cpu, new Map(modes.map(({ labels, value, before }) => [labels['mode'] ?? '', before === undefined ? 0 : reset ? value : Math.max(0, value - before)]))];
    })
  );
}

const used = (modes: Modes): number | null => {
  const total = sum(modes, allModes);
  return share(total - sum(modes, ['idle', 'iowait']), total);
};

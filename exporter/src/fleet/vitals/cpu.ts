import type { Vitals } from '../../../../contract/vitals.ts';
import { eachSeries, type Window } from './increase.ts';

type Cpu = NonNullable<Vitals['cpu']>;

const modes = ['user', 'nice', 'system', 'irq', 'softirq', 'steal', 'idle', 'iowait'] as const;
type Mode = (typeof modes)[number];
/** Seconds within the window, in the order of `modes`. */
type Seconds = number[];

const share = (part: number, total: number): number | null => (total > 0 ? Math.min(100, (100 * part) / total) : null);
const totalOf = (seconds: Seconds): number => seconds.reduce((total, one) => total + one, 0);
const of = (seconds: Seconds, ...wanted: Mode[]): number => wanted.reduce((total, mode) => total + (seconds[modes.indexOf(mode)] as number), 0);

/**
 * Shares of CPU time, as top(1) has them: of all that passed, what was not idle or waiting for a disk.
 * Guest time is part of user time already (proc(5), /proc/stat), so it is not added.
 */
export function cpuVitals(window: Window): Cpu | null {
  const growth = growthByCpu(window);
  if (growth.size === 0) {
    return null;
  }
  const known = window.seconds !== undefined;
  const each = [...growth].map(([cpu, seconds]) => ({ cpu, usedPercent: known ? used(seconds) : null }));
  each.sort((a, b) => Number(a.cpu) - Number(b.cpu));
  const all = none();
  growth.forEach((seconds) => seconds.forEach((one, mode) => (all[mode] = (all[mode] as number) + one)));
  const total = totalOf(all);
  const percent = (...wanted: Mode[]): number | null => (known ? share(of(all, ...wanted), total) : null);
  return {
    threads: growth.size,
    usedPercent: known ? used(all) : null,
    userPercent: percent('user', 'nice'),
    systemPercent: percent('system', 'irq', 'softirq'),
    iowaitPercent: percent('iowait'),
    stealPercent: percent('steal'),
    each,
  };
}

const none = (): Seconds => [0, 0, 0, 0, 0, 0, 0, 0];

/**
 * Growth of each mode of each CPU. idle and iowait may step back a little (proc(5): "the value of iowait may decrease in certain
 * conditions"), which is no reset: a reset takes the whole CPU back.
 */
function growthByCpu(window: Window): Map<string, Seconds> {
  const byCpu = new Map<string, { now: Seconds; growth: Seconds; total: number }>();
  eachSeries(window, 'node_cpu_seconds_total', (labels, value, before) => {
    const cpu = labels['cpu'] ?? '';
    const one = byCpu.get(cpu) ?? { now: none(), growth: none(), total: 0 };
    byCpu.set(cpu, one);
    const mode = modes.indexOf(labels['mode'] as Mode);
    if (mode >= 0 && before !== undefined) {
      one.now[mode] = value;
      one.growth[mode] = Math.max(0, value - before);
      one.total += value - before;
    }
  });
  return new Map([...byCpu].map(([cpu, { now, growth, total }]) => [cpu, total < 0 ? now : growth]));
}

const used = (seconds: Seconds): number | null => {
  const total = totalOf(seconds);
  return share(total - of(seconds, 'idle', 'iowait'), total);
};

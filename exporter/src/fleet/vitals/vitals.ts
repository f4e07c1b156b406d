import type { CompactVitals, Vitals } from '../../../../contract/vitals.ts';
import { instant } from '../../clock.ts';
import { valueOf, type Frame } from '../frames/frame.ts';
import { cpuVitals } from './cpu.ts';
import { diskVitals } from './disks.ts';
import { interfaceVitals } from './interfaces.ts';
import { memoryVitals, swapVitals } from './memory.ts';
import { fullestMount, mountVitals } from './mounts.ts';
import { temperatureVitals } from './temperatures.ts';
import { windowOf } from './window.ts';

/** The numbers a person looks at first, from a poll and the one before it. */
export function vitalsOf(now: Frame, earlier: Frame | undefined): Vitals {
  const window = windowOf(now, earlier);
  const boot = valueOf(now, 'node_boot_time_seconds');
  const time = valueOf(now, 'node_time_seconds') ?? now.at / 1000;
  return {
    at: instant(now.at),
    windowSeconds: window.seconds ?? null,
    cpu: cpuVitals(window),
    memory: memoryVitals(now),
    swap: swapVitals(window),
    load: loadVitals(now),
    mounts: mountVitals(now),
    disks: diskVitals(window),
    interfaces: interfaceVitals(window),
    temperatures: temperatureVitals(now),
    bootTime: boot === undefined ? null : instant(boot * 1000),
    uptimeSeconds: boot === undefined ? null : Math.max(0, time - boot),
    processesRunning: valueOf(now, 'node_procs_running') ?? null,
    processesBlocked: valueOf(now, 'node_procs_blocked') ?? null,
  };
}

function loadVitals(frame: Frame): Vitals['load'] {
  const [load1, load5, load15] = [1, 5, 15].map((minutes) => valueOf(frame, `node_load${minutes}`));
  return load1 === undefined || load5 === undefined || load15 === undefined ? null : { load1, load5, load15 };
}

/** Sum over interfaces; null when none of them has a rate yet. */
function total(interfaces: Vitals['interfaces'], field: 'receiveBytesPerSecond' | 'transmitBytesPerSecond'): number | null {
  const rates = interfaces.map((one) => one[field]).filter((rate) => rate !== null);
  return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0);
}

export const compactVitals = (id: string, name: string, vitals: Vitals): CompactVitals => ({
  id,
  name,
  at: vitals.at,
  cpuPercent: vitals.cpu?.usedPercent ?? null,
  threads: vitals.cpu?.threads ?? null,
  memoryPercent: vitals.memory?.usedPercent ?? null,
  swapPercent: vitals.swap?.usedPercent ?? null,
  load1: vitals.load?.load1 ?? null,
  fullestMount: fullestMount(vitals.mounts),
  receiveBytesPerSecond: total(vitals.interfaces, 'receiveBytesPerSecond'),
  transmitBytesPerSecond: total(vitals.interfaces, 'transmitBytesPerSecond'),
  hottestCelsius: vitals.temperatures[0]?.celsius ?? null,
  uptimeSeconds: vitals.uptimeSeconds,
});

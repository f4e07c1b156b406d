import type { CompactVitals, Vitals } from '../../../../contract/vitals.ts';
import { instant } from '../../clock.ts';
import { remembered } from '../../metrics/remembered.ts';
import { valueOf, type Frame } from '../frames/frame.ts';
import { cpuVitals } from './cpu.ts';
import { diskVitals } from './disks.ts';
import { interfaceVitals } from './interfaces.ts';
import { memoryVitals, swapVitals } from './memory.ts';
import { fullestMount, mountVitals } from './mounts.ts';
import { temperatureVitals } from './temperatures.ts';
import { windowOf } from './window.ts';

/** An instant in seconds: that of a boot is the same for weeks. */
const instantOf = remembered((seconds: number) => instant(seconds * 1000));

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
    bootTime: boot === undefined ? null : instantOf(boot),
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

/** A hundredth of a percent, and whole bytes: lists show no more, and a thousand of them go out together. */
const short = (value: number | null | undefined, digits = 2): number | null => (value === null || value === undefined ? null : Math.round(value * 10 ** digits) / 10 ** digits);

export function compactVitals(id: string, name: string, vitals: Vitals): CompactVitals {
  const mount = fullestMount(vitals.mounts);
  return {
    id,
    name,
    at: vitals.at,
    cpuPercent: short(vitals.cpu?.usedPercent),
    threads: vitals.cpu?.threads ?? null,
    memoryPercent: short(vitals.memory?.usedPercent),
    swapPercent: short(vitals.swap?.usedPercent),
    load1: vitals.load?.load1 ?? null,
    fullestMount: mount && { mountpoint: mount.mountpoint, usedPercent: short(mount.usedPercent) as number },
    receiveBytesPerSecond: short(total(vitals.interfaces, 'receiveBytesPerSecond'), 0),
    transmitBytesPerSecond: short(total(vitals.interfaces, 'transmitBytesPerSecond'), 0),
    hottestCelsius: vitals.temperatures[0]?.celsius ?? null,
    uptimeSeconds: short(vitals.uptimeSeconds, 0),
  };
}

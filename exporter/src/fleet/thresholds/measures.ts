import type { CheckId } from '../../../../contract/check.ts';
import type { Vitals } from '../../../../contract/vitals.ts';
import type { Labels } from '../../metrics/family.ts';
import type { Layout } from '../frames/layout.ts';
import { remembered } from '../../metrics/remembered.ts';
import { isDisk } from '../vitals/mounts.ts';
import { familyOf, samplesOf, valueOf, type Frame } from '../frames/frame.ts';
import { items, whole, type Measured } from './measured.ts';

/** Everything a check may look at after a poll of one server. */
export interface PollView {
  vitals: Vitals;
  /** The samples of the poll; `at` is the exporter's clock at its end. */
  frame: Frame;
  /** When hardware or system were last seen to change; undefined when never. */
  specsChangedAt: number | undefined;
  /** Hours until a mount is full at its present pace. */
  hoursLeft: (mountpoint: string) => number | undefined;
  /** Lines per minute of each log rule. */
  logRates: ReadonlyArray<{ rule: string; perMinute: number }>;
}

type Measure = (view: PollView) => Measured[];
/** Checks of a server that answers; the others are read from its status. */
export type PolledCheck = Exclude<CheckId, 'server_down' | 'host_key_changed' | 'auth_paused'>;

/** Interfaces of containers and tunnels come and go; their errors show on the real ones. */
const isVirtual = remembered((name) => /^(veth|cali|flannel|cni|lxc|tap|tun|docker|br-|virbr|dummy)/.test(name));

const disks = ({ vitals }: PollView) => vitals.mounts.filter(isDisk);

function errorShare({ errorsPerSecond, receivePacketsPerSecond, transmitPacketsPerSecond }: Vitals['interfaces'][number]): number | null {
  if (errorsPerSecond === null || receivePacketsPerSecond === null || transmitPacketsPerSecond === null) {
    return null;
  }
  const all = receivePacketsPerSecond + transmitPacketsPerSecond + errorsPerSecond;
  return all > 0 ? (100 * errorsPerSecond) / all : 0;
}

const commands = new WeakMap<Layout, readonly string[]>();
/** Names of the families that commands bring, nearly always none; looked for once in a layout, and not at every poll. */
function commandFamilies(layout: Layout): readonly string[] {
  const known = commands.get(layout);
  if (known !== undefined) {
    return known;
  }
  const names = layout.shapes.map(({ family }) => family).filter((name) => name.startsWith('shellwatch_command_') && name !== 'shellwatch_command_dropped_samples');
  commands.set(layout, names);
  return names;
}

/** What a series of a command's metric is called: the metric, and its labels when it has any. */
function seriesName(name: string, labels: Readonly<Record<string, string>>): string {
  const list = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return list.length === 0 ? name : `${name}{${list.join(',')}}`;
}

/** check → its values after a poll. Pure; a check that can not be measured there has none. */
export const measures: Record<PolledCheck, Measure> = {
  cpu: ({ vitals }) => whole(vitals.cpu?.usedPercent),
  memory: ({ vitals }) => whole(vitals.memory?.usedPercent),
  swap: ({ vitals }) => whole(vitals.swap !== null && vitals.swap.totalBytes > 0 ? vitals.swap.usedPercent : null),
  load: ({ vitals }) => whole(vitals.load === null || !vitals.cpu?.threads ? null : vitals.load.load5 / vitals.cpu.threads),
  disk_space: (view) => items(disks(view), (mount) => mount.mountpoint, (mount) => mount.usedPercent),
  disk_inodes: (view) => items(disks(view), (mount) => mount.mountpoint, (mount) => mount.inodesUsedPercent),
  disk_full_in: (view) => items(disks(view), (mount) => mount.mountpoint, (mount) => view.hoursLeft(mount.mountpoint)),
  disk_busy: ({ vitals }) => items(vitals.disks, (disk) => disk.device, (disk) => disk.busyPercent),
  network_errors: ({ vitals }) => items(vitals.interfaces.filter((one) => !isVirtual(one.interface)), (one) => one.interface, errorShare),
  temperature: ({ vitals }) => items(vitals.temperatures, ({ chip, sensor }) => `${chip} ${sensor}`, ({ celsius }) => celsius),
  time_drift({ frame }) {
    const theirs = valueOf(frame, 'node_time_seconds');
    return whole(theirs === undefined ? null : Math.abs(theirs - frame.at / 1000));
  },
  time_unsynchronised({ frame }) {
    const synchronised = valueOf(frame, 'node_timex_sync_status');
    return whole(synchronised === undefined ? null : 1 - synchronised);
  },
  reboot: ({ vitals }) => whole(vitals.uptimeSeconds),
  systemd_failed({ frame }) {
    const units = familyOf(frame, 'node_systemd_unit_state');
    const isFailed = ({ state }: Labels, at: number) => state === 'failed' && units?.values[at] === 1;
    return whole(units === undefined ? null : units.shape.labels.filter(isFailed).length);
  },
  specs_changed: ({ specsChangedAt, frame }) => whole(specsChangedAt === undefined ? null : Math.max(0, (frame.at - specsChangedAt) / 1000)),
  command_value: ({ frame }) =>
    commandFamilies(frame.layout).flatMap((name) => items([...samplesOf(frame, name)], ({ labels }) => seriesName(name, labels), ({ value }) => value)),
  log_rate: ({ logRates }) => items(logRates, ({ rule }) => rule, ({ perMinute }) => perMinute),
};

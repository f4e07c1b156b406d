import { z } from 'zod';

/** What a check's limit is about besides the server: one label of the measured series, or none. */
export type Dimension = 'mountpoint' | 'device' | 'chip_sensor' | 'name' | 'rule';

export interface Check {
  title: string;
  /** Unit of the measured value, in Grafana's unit ids. */
  unit: 'percent' | 'short' | 's' | 'celsius' | 'h' | 'ops';
  /** The side of the limit on which it fires. */
  comparison: 'above' | 'below';
  /** The label a limit may be narrowed by. */
  dimension: Dimension | null;
  /** null: that level never fires unless somebody sets a limit. */
  warning: number | null;
  critical: number | null;
  /** How long the condition must hold. */
  for: string;
  /** The value must come back past the limit by this much before it resolves (hysteresis), in the value's unit. */
  hysteresis: number;
  /** Says in one sentence what is measured. */
  about: string;
  /** Whether it says something when the server is down, too. */
  whileDown: boolean;
}

/** Every check there is: id → meaning and default limits. Rules, thresholds, docs and pages are made from this one list. */
export const checks = {
  server_down: { title: 'Server down', unit: 'short', comparison: 'above', dimension: null, warning: null, critical: 0, for: '1m', hysteresis: 0, about: '1 while the server can not be polled', whileDown: true },
  cpu: { title: 'CPU usage', unit: 'percent', comparison: 'above', dimension: null, warning: 85, critical: 95, for: '5m', hysteresis: 5, about: 'Share of CPU time that was not idle', whileDown: false },
  memory: { title: 'Memory usage', unit: 'percent', comparison: 'above', dimension: null, warning: 90, critical: 96, for: '5m', hysteresis: 2, about: 'Memory that is not available, as a share of the total', whileDown: false },
  swap: { title: 'Swap usage', unit: 'percent', comparison: 'above', dimension: null, warning: 60, critical: 90, for: '10m', hysteresis: 5, about: 'Swap in use, as a share of the total', whileDown: false },
  load: { title: 'Load per core', unit: 'short', comparison: 'above', dimension: null, warning: 2, critical: 4, for: '10m', hysteresis: 0.2, about: '5 minute load average divided by the number of CPUs', whileDown: false },
  disk_space: { title: 'Disk space', unit: 'percent', comparison: 'above', dimension: 'mountpoint', warning: 85, critical: 95, for: '2m', hysteresis: 1, about: 'Space used of a file system, as df counts it', whileDown: false },
  disk_inodes: { title: 'Disk inodes', unit: 'percent', comparison: 'above', dimension: 'mountpoint', warning: 85, critical: 95, for: '2m', hysteresis: 1, about: 'Inodes used of a file system', whileDown: false },
  disk_full_in: { title: 'Disk full soon', unit: 'h', comparison: 'below', dimension: 'mountpoint', warning: 24, critical: 4, for: '30m', hysteresis: 1, about: 'Hours until a file system is full at the pace of the last 6 hours', whileDown: false },
  disk_busy: { title: 'Disk busy', unit: 'percent', comparison: 'above', dimension: 'device', warning: 90, critical: null, for: '15m', hysteresis: 5, about: 'Share of time a disk had requests under way', whileDown: false },
  network_errors: { title: 'Network errors', unit: 'percent', comparison: 'above', dimension: 'device', warning: 1, critical: 5, for: '10m', hysteresis: 0.2, about: 'Packets with errors, as a share of all packets of an interface', whileDown: false },
  temperature: { title: 'Temperature', unit: 'celsius', comparison: 'above', dimension: 'chip_sensor', warning: 80, critical: 95, for: '5m', hysteresis: 3, about: 'Temperature of a sensor', whileDown: false },
  time_drift: { title: 'Clock drift', unit: 's', comparison: 'above', dimension: null, warning: 1, critical: 10, for: '5m', hysteresis: 0.1, about: "Difference between the server's clock and the exporter's", whileDown: false },
  time_unsynchronised: { title: 'Clock not synchronised', unit: 'short', comparison: 'above', dimension: null, warning: 0, critical: null, for: '30m', hysteresis: 0, about: '1 while the kernel says its clock is not synchronised', whileDown: false },
  reboot: { title: 'Rebooted', unit: 's', comparison: 'below', dimension: null, warning: 600, critical: null, for: '0s', hysteresis: 0, about: 'Seconds since the server booted', whileDown: false },
  systemd_failed: { title: 'Failed systemd units', unit: 'short', comparison: 'above', dimension: null, warning: 0, critical: null, for: '5m', hysteresis: 0, about: 'Units in state failed', whileDown: false },
  specs_changed: { title: 'Hardware or system changed', unit: 's', comparison: 'below', dimension: null, warning: 3600, critical: null, for: '0s', hysteresis: 0, about: 'Seconds since the specs changed', whileDown: false },
  host_key_changed: { title: 'Host key changed', unit: 'short', comparison: 'above', dimension: null, warning: null, critical: 0, for: '0s', hysteresis: 0, about: '1 while the server shows another host key than the pinned one', whileDown: true },
  auth_paused: { title: 'Login refused', unit: 'short', comparison: 'above', dimension: null, warning: 0, critical: null, for: '0s', hysteresis: 0, about: '1 while polling waits because logins were refused', whileDown: true },
  command_value: { title: 'Command value', unit: 'short', comparison: 'above', dimension: 'name', warning: null, critical: null, for: '0s', hysteresis: 0, about: 'A value a custom command measured; the metric name narrows the limit', whileDown: false },
  log_rate: { title: 'Log matches', unit: 'ops', comparison: 'above', dimension: 'rule', warning: null, critical: null, for: '0s', hysteresis: 0, about: 'Lines per minute that match a log rule', whileDown: false },
} as const satisfies Record<string, Check>;

export type CheckId = keyof typeof checks;
export const CheckId = z.enum(Object.keys(checks) as [CheckId, ...CheckId[]]).meta({ id: 'CheckId' });
export const Severity = z.enum(['warning', 'critical']);
export type Severity = z.infer<typeof Severity>;

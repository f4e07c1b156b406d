import type { ServerStatus } from '../../../../contract/status.ts';
import type { Vitals } from '../../../../contract/vitals.ts';
import { bar, bytes, decimal, percent, span } from './numbers.ts';
import { fit, type Paint } from './paint.ts';

/** What is known of one server at the moment. */
export interface Seen {
  name: string;
  status: ServerStatus | undefined;
  vitals: Vitals | undefined;
}

const sum = (values: Array<number | null>): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
};

interface Column {
  head: string;
  width: number;
  text: (vitals: Vitals) => string;
  level?: (vitals: Vitals) => number | null;
}

const columns: readonly Column[] = [
  {
    head: 'CPU',
    width: 15,
    text: ({ cpu }) => `${bar(cpu?.usedPercent ?? null, 10)} ${percent(cpu?.usedPercent ?? null).padStart(4)}`,
    level: ({ cpu }) => cpu?.usedPercent ?? null,
  },
  {
    head: 'MEMORY',
    width: 15,
    text: ({ memory }) =>
      memory === null
        ? '–'
        : `${percent(memory.usedPercent).padStart(4)} ${bytes(memory.usedBytes)}/${bytes(memory.totalBytes)}`,
    level: ({ memory }) => memory?.usedPercent ?? null,
  },
  {
    head: 'SWAP',
    width: 5,
    text: ({ swap }) => percent(swap?.usedPercent ?? null),
    level: ({ swap }) => swap?.usedPercent ?? null,
  },
  { head: 'LOAD', width: 6, text: ({ load }) => decimal(load?.load1 ?? null) },
  {
    head: 'FULLEST',
    width: 14,
    text: ({ mounts: [mount] }) =>
      mount === undefined ? '–' : `${percent(mount.usedPercent).padStart(4)} ${mount.mountpoint}`,
    level: ({ mounts: [mount] }) => mount?.usedPercent ?? null,
  },
  { head: 'DISK', width: 5, text: ({ disks }) => percent(busiest(disks)), level: ({ disks }) => busiest(disks) },
  {
    head: 'NET IN/OUT',
    width: 12,
    text: ({ interfaces }) =>
      `${bytes(sum(interfaces.map((one) => one.receiveBytesPerSecond)))}/${bytes(sum(interfaces.map((one) => one.transmitBytesPerSecond)))}`,
  },
  { head: 'UP', width: 8, text: ({ uptimeSeconds }) => span(uptimeSeconds) },
];

const busiest = (disks: Vitals['disks']): number | null => {
  const known = disks.map(({ busyPercent }) => busyPercent).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
};

/** A line for each server, under a head; columns that do not fit are left out from the right. */
export function fleetLines(servers: readonly Seen[], width: number, paint: Paint): string[] {
  const nameWidth = Math.min(
    Math.max(6, ...servers.map(({ name }) => name.length)),
    Math.max(10, Math.floor(width / 4))
  );
  let room = width - nameWidth;
  const shown = columns.filter((column) => (room -= column.width + 2) >= 0);
  const head = paint.dim(
    ['SERVER', ...shown.map(({ head }) => head)]
      .map((text, index) => fit(text, shown[index - 1]?.width ?? nameWidth))
      .join('  ')
  );
  const rows = servers.map(({ name, status, vitals }) => {
    const label = paint.bold(fit(name, nameWidth));
    if (status?.state !== 'up' || vitals === undefined) {
      const words =
        status?.state === 'down' || status?.state === 'paused'
          ? `${status.state}: ${status.message ?? ''} (${status.detail ?? ''})`
          : 'connecting …';
      return `${label}  ${(status?.state === 'down' ? paint.bad : paint.dim)(fit(words, Math.max(0, width - nameWidth - 2)))}`;
    }
    return [
      label,
      ...shown.map(({ text, level, width: cell }) =>
        level === undefined ? fit(text(vitals), cell) : paint.level(level(vitals), fit(text(vitals), cell))
      ),
    ].join('  ');
  });
  return [head, ...rows];
}

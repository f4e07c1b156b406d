import type { Vitals } from '../../../../contract/vitals.ts';
import type { Seen } from './fleetLines.ts';
import { bar, bytes, decimal, percent, span } from './numbers.ts';
import { fit, type Paint } from './paint.ts';

const labelWidth = (width: number): number => Math.max(12, Math.min(24, Math.floor(width / 6)));
const barWidth = (width: number): number => Math.max(8, Math.min(40, width - labelWidth(width) - 32));

function gauge(label: string, value: number | null, text: string, width: number, paint: Paint): string {
  return `${fit(label, labelWidth(width))} ${paint.level(value, bar(value, barWidth(width)))} ${fit(percent(value), 5, 'right')}  ${fit(text, Math.max(0, width - labelWidth(width) - barWidth(width) - 9))}`;
}

/** CPUs side by side, as many as fit. */
function cpuLines(cpus: NonNullable<Vitals['cpu']>['each'], width: number, paint: Paint): string[] {
  const cell = 22;
  const perLine = Math.max(1, Math.floor(width / cell));
  const cells = cpus.map(
    ({ cpu, usedPercent }) =>
      `${fit(cpu, 4, 'right')} ${paint.level(usedPercent, bar(usedPercent, 10))} ${fit(percent(usedPercent), 4, 'right')}  `
  );
  return Array.from({ length: Math.ceil(cells.length / perLine) }, (_, line) =>
    cells.slice(line * perLine, (line + 1) * perLine).join('')
  );
}

const section = (title: string, lines: string[], paint: Paint): string[] =>
  lines.length === 0 ? [] : ['', paint.dim(title), ...lines];
const rate = (value: number | null): string => (value === null ? '–' : `${bytes(value)}/s`);

/** Everything a terminal has room for of one server. */
export function serverLines({ status, vitals }: Seen, width: number, paint: Paint): string[] {
  if (status?.state !== 'up' || vitals === undefined) {
    const { state = 'pending', message = null, detail = null } = status ?? {};
    return state === 'down' || state === 'paused'
      ? [paint.bad(fit(`${state}: ${message ?? ''}`, width)), fit(detail ?? '', width)]
      : [paint.dim('connecting …')];
  }
  const {
    cpu,
    memory,
    swap,
    load,
    mounts,
    disks,
    interfaces,
    temperatures,
    uptimeSeconds,
    processesRunning,
    processesBlocked,
  } = vitals;
  const split =
    cpu === null
      ? ''
      : `user ${percent(cpu.userPercent)}  system ${percent(cpu.systemPercent)}  wait ${percent(cpu.iowaitPercent)}  steal ${percent(cpu.stealPercent)}`;
  return [
    fit(
      `up ${span(uptimeSeconds)}   load ${load === null ? '–' : [load.load1, load.load5, load.load15].map((value) => decimal(value)).join(' ')}   ${cpu?.threads ?? '–'} CPUs   running ${processesRunning ?? '–'}  blocked ${processesBlocked ?? '–'}`,
      width
    ),
    '',
    gauge('CPU', cpu?.usedPercent ?? null, split, width, paint),
    ...(memory === null
      ? []
      : [
          gauge(
            'Memory',
            memory.usedPercent,
            `${bytes(memory.usedBytes)} of ${bytes(memory.totalBytes)}`,
            width,
            paint
          ),
        ]),
    ...(swap === null || swap.totalBytes === 0
      ? []
      : [gauge('Swap', swap.usedPercent, `${bytes(swap.usedBytes)} of ${bytes(swap.totalBytes)}`, width, paint)]),
    ...section('CPUS', cpu === null || cpu.each.length < 2 ? [] : cpuLines(cpu.each, width, paint), paint),
    ...section(
      'MOUNTS',
      mounts.map((mount) =>
        gauge(
          mount.mountpoint,
          mount.usedPercent,
          `${bytes(mount.availableBytes)} free of ${bytes(mount.sizeBytes)}  ${mount.fsType}`,
          width,
          paint
        )
      ),
      paint
    ),
    ...section(
      'DISKS',
      disks.map((disk) =>
        gauge(
          disk.device,
          disk.busyPercent,
          `read ${rate(disk.readBytesPerSecond)}  write ${rate(disk.writtenBytesPerSecond)}`,
          width,
          paint
        )
      ),
      paint
    ),
    ...section(
      'NETWORK',
      interfaces.map((one) =>
        fit(
          `${fit(one.interface, labelWidth(width))} in ${rate(one.receiveBytesPerSecond).padStart(8)}  out ${rate(one.transmitBytesPerSecond).padStart(8)}`,
          width
        )
      ),
      paint
    ),
    ...section(
      'TEMPERATURES',
      temperatures.map((one) => fit(`${fit(one.label ?? one.sensor, 24)} ${decimal(one.celsius, 1)} °C`, width)),
      paint
    ),
  ];
}

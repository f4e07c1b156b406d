import type { ServerStatus } from '../../../../contract/status.ts';
import type { Vitals } from '../../../../contract/vitals.ts';
import { agoText, timeText } from '../time.ts';
import { bold, foreign, lines, text, type Rich } from './rich.ts';

const signs: Record<ServerStatus['state'], string> = { up: '🟢', down: '🔴', paused: '⏸', pending: '⏳' };
const mounts = 4;

const percent = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} %`);
const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function numbers(vitals: Vitals): Array<Rich | undefined> {
  const { cpu, memory, swap, load } = vitals;
  return [
    cpu === null ? undefined : [text('CPU '), bold(percent(cpu.usedPercent)), text(` of ${cpu.threads}${load === null ? '' : ` · load ${[load.load1, load.load5, load.load15].map((value) => value.toFixed(2)).join(' ')}`}`)],
    memory === null ? undefined : [text('Memory '), bold(percent(memory.usedPercent)), text(` of ${gigabytes(memory.totalBytes)}${swap === null || swap.totalBytes === 0 ? '' : ` · swap ${percent(swap.usedPercent)}`}`)],
    ...vitals.mounts.slice(0, mounts).map((mount): Rich => [foreign(mount.mountpoint), text(' '), bold(percent(mount.usedPercent)), text(`, ${gigabytes(mount.availableBytes)} free`)]),
    vitals.uptimeSeconds === null ? undefined : [text(`Up for ${agoText(vitals.uptimeSeconds * 1000)}`)],
  ];
}

/** A server in a few lines. */
export function serverMessage(name: string, status: ServerStatus | undefined, vitals: Vitals | undefined, now: number): Rich {
  const state = status?.state ?? 'pending';
  return lines([
    [text(`${signs[state]} `), foreign(name, 'b'), text(` is ${state}${status === undefined ? '' : ` for ${agoText(now - Date.parse(status.since))}`}`)],
    status?.message == null ? undefined : [text(status.message)],
    status?.detail == null ? undefined : [foreign(status.detail, 'i')],
    ...(vitals === undefined ? [[text('Nothing was measured yet.')]] : numbers(vitals)),
    vitals === undefined || state === 'up' ? undefined : [text(`These are the numbers of ${timeText(Date.parse(vitals.at))}.`)],
  ]);
}

import { words } from './lines.ts';
import { number } from './number.ts';

/** One array of /proc/mdstat. */
export interface RaidArray {
  device: string;
  /** active, inactive, recovering, resyncing, checking, reshaping, or another word of the kernel's. */
  state: string;
  required: number;
  active: number;
  failed: number;
  spare: number;
  blocks: number;
  synced: number;
}

const file = '/proc/mdstat';
const count = (line: string, mark: string): number => line.split(mark).length - 1;

/** Activity words of the line below the array's, in the order they are looked for; reshape hides in no other word. */
const activities = [
  ['recovery', 'recovering'],
  ['reshape', 'reshaping'],
  ['check', 'checking'],
  ['resync', 'resyncing'],
] as const;

function disks(line: string, status: string): { required: number; active: number } {
  // Only devices carry a number in brackets on this line, and without redundancy all of them are needed.
  if (/raid0|linear/.test(line)) {
    return { required: count(line, '['), active: count(line, '[') };
  }
  if (line.includes('inactive')) {
    return { required: 0, active: 0 };
  }
  const [, required, active] = /\[(\d+)\/(\d+)\]/.exec(status) ?? [];
  return { required: number(required, file), active: number(active, file) };
}

function synced(line: string, blocks: number): number {
  if (/PENDING|DELAYED/.test(line)) {
    return 0;
  }
  return activities.some(([word]) => line.includes(word)) ? number(/\((\d+)\/\d+\)/.exec(line)?.[1], file) : blocks;
}

/**
 * md(4) and drivers/md/md.c, md_seq_show: an array is a line `NAME : STATE [(read-only)] [LEVEL] DEVICE[N](F)…`, a line with its blocks
 * and `[required/active] [UU_]`, perhaps a progress line, perhaps a bitmap line. Failed devices have (F), spare ones (S).
 */
export function mdstat(text: string): RaidArray[] {
  const lines = text.split('\n');
  const arrays: RaidArray[] = [];
  lines.forEach((line, at) => {
    if (line.trim() === '' || /^( |unused|Personalities)/.test(line)) {
      return;
    }
    const [device = '', , state = ''] = words(line);
    const status = lines[at + 1] ?? '';
    const progress = lines[at + 2]?.includes('bitmap') ? (lines[at + 3] ?? '') : (lines[at + 2] ?? '');
    const blocks = number(words(status)[0], file);
    const activity = activities.find(([word]) => progress.includes(word))?.[1];
    arrays.push({
      device,
      state: activity ?? state,
      ...disks(line, status),
      failed: count(line, '(F)'),
      spare: count(line, '(S)'),
      blocks,
      synced: synced(progress, blocks),
    });
  });
  return arrays;
}

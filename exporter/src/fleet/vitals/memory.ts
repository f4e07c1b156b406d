import type { Vitals } from '../../../../contract/vitals.ts';
import { valueOf, type Frame } from '../frames/frame.ts';
import { rateOf, type Window } from './increase.ts';

const percentOf = (part: number, total: number): number => (total > 0 ? (100 * part) / total : 0);

export function memoryVitals(frame: Frame): Vitals['memory'] {
  const value = (name: string): number | undefined => valueOf(frame, `node_memory_${name}_bytes`);
  const total = value('MemTotal');
  const free = value('MemFree');
  if (total === undefined || free === undefined) {
    return null;
  }
  const buffers = value('Buffers');
  const cached = value('Cached');
  // MemAvailable came with Linux 3.14; before it, free(1) took this sum for it.
  const available = Math.min(total, value('MemAvailable') ?? free + (buffers ?? 0) + (cached ?? 0));
  return {
    totalBytes: total,
    availableBytes: available,
    usedBytes: total - available,
    usedPercent: percentOf(total - available, total),
    buffersBytes: buffers ?? null,
    cachedBytes: cached ?? null,
  };
}

export function swapVitals(window: Window): Vitals['swap'] {
  const total = valueOf(window.now, 'node_memory_SwapTotal_bytes');
  const free = valueOf(window.now, 'node_memory_SwapFree_bytes');
  if (total === undefined || free === undefined) {
    return null;
  }
  return {
    totalBytes: total,
    usedBytes: total - free,
    usedPercent: percentOf(total - free, total),
    inPagesPerSecond: rateOf(window, 'node_vmstat_pswpin'),
    outPagesPerSecond: rateOf(window, 'node_vmstat_pswpout'),
  };
}

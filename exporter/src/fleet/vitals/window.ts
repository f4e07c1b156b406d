import { valueOf, type Frame } from '../frames/frame.ts';
import type { Window } from './increase.ts';

/** More than this between two polls is no "current" rate any more: the server was away. */
const longest = 15 * 60;

/**
 * The time between two polls by the server's own clock, which was read with the counters; by ours, if that clock was set meanwhile
 * (they differ by more than a tenth and half a second).
 */
export function windowOf(now: Frame, before: Frame | undefined): Window {
  if (before === undefined) {
    return { now, before: undefined, seconds: undefined };
  }
  const ours = (now.at - before.at) / 1000;
  const theirs = (valueOf(now, 'node_time_seconds') ?? NaN) - (valueOf(before, 'node_time_seconds') ?? NaN);
  const seconds = Math.abs(theirs - ours) <= ours / 10 + 0.5 && theirs > 0 ? theirs : ours;
  return seconds > 0 && seconds <= longest ? { now, before, seconds } : { now, before: undefined, seconds: undefined };
}

import { undoDifference, differenceOf } from '../frames/difference.ts';
import type { Layout } from '../frames/layout.ts';
import type { Recorded } from './piece.ts';

/** Polls that are not in the store yet, by server. */
export interface Tail {
  /** Its values must stay as they are until the server's next poll was added. */
  add(serverId: string, poll: Recorded): void;
  /** Oldest first. Their values are good until the next call, whichever server it is for: nothing may be awaited meanwhile. */
  of(serverId: string): readonly Recorded[];
  /** Servers whose oldest waiting poll is from before. */
  due(before: number): string[];
  /** So many of the oldest are in the store now. By number, as a clock that was set back gives two polls any order. */
  written(serverId: string, polls: number): void;
  remove(serverId: string): void;
  /** All that wait. */
  count(): number;
}

/** When the store can not be written, the oldest polls go past so many of a server. */
const longest = 240;
/** Differences grow by steps of so many bytes. */
const step = 1_024;

/**
 * Polls of one server with the same series: the newest with its values, and how it differs from the one before, and that from the one
 * before, in a few hundred bytes each. As arrays of numbers they would be some 25 kB of a server, and most of the garbage that dies old.
 */
interface Stretch {
  layouts: readonly Layout[];
  times: number[];
  /** Where the difference of each poll from the one before it begins; of the first one nothing stands there. */
  starts: number[];
  newest: readonly Float64Array[];
}

interface Waiting {
  /** Oldest first; the polls of the last one are at the end of `bytes`. */
  stretches: Stretch[];
  bytes: Buffer;
  used: number;
}

const layoutsOf = ({ frames }: Recorded): readonly Layout[] => frames.map(({ layout }) => layout);
const valuesOf = ({ frames }: Recorded): readonly Float64Array[] => frames.map(({ values }) => values);
const continues = ({ layouts }: Stretch, { frames }: Recorded): boolean =>
  layouts.length === frames.length && frames.every(({ layout }, at) => layout === layouts[at]);

export function createTail(): Tail {
  const servers = new Map<string, Waiting>();
  /** Values under way, the same arrays each time, by poll and frame. */
  const scratch: Float64Array[] = [];
  let taken = 0;
  const copyOf = (values: Float64Array, size: number): Float64Array => {
    let copy = scratch[taken];
    if (copy === undefined || copy.length < size) {
      copy = new Float64Array(size);
      scratch[taken] = copy;
    }
    taken += 1;
    // The source may be longer, as scratch is.
    for (let at = 0; at < size; at += 1) {
      copy[at] = values[at] as number;
    }
    return copy;
  };

  const append = (waiting: Waiting, before: readonly Float64Array[], now: readonly Float64Array[]): void => {
    for (let frame = 0; frame < now.length; frame += 1) {
      const { bytes, used } = differenceOf(before[frame] as Float64Array, now[frame] as Float64Array);
      if (waiting.used + used > waiting.bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.ceil((waiting.used + used) / step) * step);
        waiting.bytes.copy(larger, 0, 0, waiting.used);
        waiting.bytes = larger;
      }
      bytes.copy(waiting.bytes, waiting.used, 0, used);
      waiting.used += used;
    }
  };

  /** The values of each poll of a stretch, oldest first, on the way back from the newest. */
  const unfold = ({ bytes }: Waiting, { layouts, times, starts, newest }: Stretch): Recorded[] => {
    const polls = new Array<Recorded>(times.length);
    let values = newest;
    for (let poll = times.length - 1; poll >= 0; poll -= 1) {
      const copies = values.map((one, frame) => copyOf(one, (layouts[frame] as Layout).size));
      if (poll + 1 < times.length) {
        copies.reduce((at, copy) => undoDifference(bytes, at, copy), starts[poll + 1] as number);
      }
      polls[poll] = { at: times[poll] as number, frames: copies.map((copy, frame) => ({ layout: layouts[frame] as Layout, values: copy })) };
      values = copies;
    }
    return polls;
  };

  const forgetFirst = (waiting: Waiting, polls: number): void => {
    let left = polls;
    while (left > 0) {
      const first = waiting.stretches[0] as Stretch;
      if (first.times.length > left) {
        first.times.splice(0, left);
        first.starts.splice(0, left);
        break;
      }
      left -= first.times.length;
      waiting.stretches.shift();
    }
    const from = waiting.stretches[0]?.starts[0] ?? waiting.used;
    waiting.bytes.copyWithin(0, from, waiting.used);
    waiting.used -= from;
    waiting.stretches.forEach(({ starts }) => starts.forEach((start, at) => (starts[at] = start - from)));
  };

  const lengthOf = ({ stretches }: Waiting): number => stretches.reduce((sum, { times }) => sum + times.length, 0);

  return {
    add(serverId, poll) {
      const waiting = servers.get(serverId) ?? { stretches: [], bytes: Buffer.alloc(0), used: 0 };
      servers.set(serverId, waiting);
      const last = waiting.stretches.at(-1);
      const start = waiting.used;
      if (last !== undefined && continues(last, poll)) {
        append(waiting, last.newest, valuesOf(poll));
        last.times.push(poll.at);
        last.starts.push(start);
        last.newest = valuesOf(poll);
      } else {
        if (last !== undefined) {
          // Nobody promises its values for longer than until now.
          last.newest = last.newest.map((values) => values.slice());
        }
        waiting.stretches.push({ layouts: layoutsOf(poll), times: [poll.at], starts: [start], newest: valuesOf(poll) });
      }
      if (lengthOf(waiting) > longest) {
        forgetFirst(waiting, lengthOf(waiting) - longest);
      }
    },
    of(serverId) {
      const waiting = servers.get(serverId);
      taken = 0;
      return waiting === undefined ? [] : waiting.stretches.flatMap((stretch) => unfold(waiting, stretch));
    },
    due: (before) => [...servers].filter(([, { stretches: [oldest] }]) => oldest !== undefined && (oldest.times[0] as number) <= before).map(([serverId]) => serverId),
    written(serverId, polls) {
      const waiting = servers.get(serverId);
      if (waiting !== undefined) {
        // There are fewer when the server was deleted and added again meanwhile.
        forgetFirst(waiting, Math.min(polls, lengthOf(waiting)));
      }
    },
    remove: (serverId) => void servers.delete(serverId),
    count: () => [...servers.values()].reduce((sum, waiting) => sum + lengthOf(waiting), 0),
  };
}

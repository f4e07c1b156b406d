import type { TopicName } from '../../../../contract/feedTopics.ts';
import { createMessage, type Message } from '../../fleet/feed/message.ts';
import { renderChange, renderControl, type Line } from './render.ts';

/** The way to one client. */
export interface Transport {
  /** Takes a message at once; what the client does not read piles up behind `ready`. */
  write(line: Line): void;
  /** Whether the client keeps up: little of what was written still waits. */
  ready(): boolean;
}

/** A subscription as the outbox needs it. */
export interface Lane {
  readonly id: string;
  readonly topic: TopicName;
  readonly delivery: 'every' | 'latest';
  readonly merge: ((older: unknown, newer: unknown) => unknown) | undefined;
  /** Changes that did not fit since the last one that was sent. */
  dropped: number;
}

interface Entry {
  line: Line | undefined;
  lane: Lane | undefined;
  message: Message | undefined;
  bytes: number;
}

/** What waits for one client, bounded. Entries refer to messages that all clients share, so a thousand slow ones cost little more than one. */
export interface Outbox {
  control(line: Line): void;
  change(lane: Lane, message: Message): void;
  /** Sends what it can; called when the transport is ready again. */
  flush(): void;
  /** A subscription ended: what waits of it is not sent. */
  forget(lane: Lane): void;
  /** The connection says goodbye: nothing that waits is sent. */
  clear(): void;
  /** Since when something has been waiting and nothing has gone out, in the clock's milliseconds; 0 when nothing waits. */
  waitingSince(): number;
  bytes(): number;
}

export interface OutboxOptions {
  transport: Transport;
  now: () => number;
  maxBytes: number;
  maxMessages: number;
  /** Not even what must not be dropped fits. */
  overflow: () => void;
}

/** Replies and snapshots are not dropped; a client that asks for more of them than this and reads none is cut off. */
const controlFactor = 16;

export function createOutbox({ transport, now, maxBytes, maxMessages, overflow }: OutboxOptions): Outbox {
  const entries = new Set<Entry>();
  const newest = new Map<Lane, Map<string, Entry>>();
  let [bytes, controlBytes, since] = [0, 0, 0];

  const remove = (entry: Entry): void => {
    entries.delete(entry);
    bytes -= entry.bytes;
    if (entry.lane === undefined) {
      controlBytes -= entry.bytes;
    } else if (entry.message !== undefined && newest.get(entry.lane)?.get(entry.message.key) === entry) {
      newest.get(entry.lane)?.delete(entry.message.key);
    }
    if (entries.size === 0) {
      since = 0;
    }
  };
  const add = (entry: Entry): void => {
    since ||= now();
    entries.add(entry);
    bytes += entry.bytes;
    for (const oldest of entries) {
      if (bytes <= maxBytes && entries.size <= maxMessages) {
        return;
      }
      if (oldest.lane !== undefined) {
        oldest.lane.dropped += 1;
        remove(oldest);
      }
    }
    if (controlBytes > controlFactor * maxBytes) {
      overflow();
    }
  };
  const send = (lane: Lane, message: Message): void => {
    if (lane.dropped > 0) {
      if (lane.delivery === 'every') {
        transport.write(renderControl({ type: 'dropped', id: lane.id, topic: lane.topic, count: lane.dropped, seq: message.seq }));
      }
      lane.dropped = 0;
    }
    transport.write(renderChange(lane.topic, lane.id, message));
  };
  /** For topics that deliver the latest: takes the place of the one that waits. */
  const replaced = (lane: Lane, message: Message): boolean => {
    const before = newest.get(lane)?.get(message.key);
    if (before?.message === undefined) {
      return false;
    }
    const merged = lane.merge === undefined ? message : createMessage(message.seq, message.at, lane.merge(before.message.data, message.data), message.key);
    bytes -= before.bytes;
    Object.assign(before, { message: merged, bytes: merged.json().length });
    bytes += before.bytes;
    return true;
  };

  return {
    control(line) {
      if (bytes === 0 && transport.ready()) {
        transport.write(line);
        return;
      }
      controlBytes += line.length;
      add({ line, lane: undefined, message: undefined, bytes: line.length });
    },
    change(lane, message) {
      if (bytes === 0 && transport.ready()) {
        send(lane, message);
      } else if (lane.delivery === 'every' || !replaced(lane, message)) {
        const entry: Entry = { line: undefined, lane, message, bytes: message.json().length };
        if (lane.delivery === 'latest') {
          const keys = newest.get(lane) ?? new Map<string, Entry>();
          newest.set(lane, keys.set(message.key, entry));
        }
        add(entry);
      }
    },
    flush() {
      for (const entry of entries) {
        if (!transport.ready()) {
          return;
        }
        remove(entry);
        since = entries.size === 0 ? 0 : now();
        if (entry.line !== undefined) {
          transport.write(entry.line);
        } else if (entry.lane !== undefined && entry.message !== undefined) {
          send(entry.lane, entry.message);
        }
      }
    },
    forget(lane) {
      for (const entry of [...entries]) {
        if (entry.lane === lane) {
          remove(entry);
        }
      }
      newest.delete(lane);
    },
    clear() {
      entries.clear();
      newest.clear();
      [bytes, controlBytes, since] = [0, 0, 0];
    },
    waitingSince: () => since,
    bytes: () => bytes,
  };
}

import type { Clock } from '../../clock.ts';
import { createMessage, type Message } from './message.ts';

/** A topic's stream within the process: numbered, heard by any number, and remembered for a while. */
export interface Channel<Data> {
  publish(data: Data, key?: string): Message<Data>;
  listen(hear: (message: Message<Data>) => void): () => void;
  /** The position of the newest message. */
  seq(): number;
  /** The messages after a position; undefined when it is too old, or none of this stream. */
  since(seq: number): ReadonlyArray<Message<Data>> | undefined;
}

/** `keep`: how many messages a client that comes back can catch up on. */
export function createChannel<Data>(clock: Clock, { keep }: { keep: number }): Channel<Data> {
  const listeners = new Set<(message: Message<Data>) => void>();
  let kept: Array<Message<Data>> = [];
  let seq = 0;
  return {
    publish(data, key) {
      seq += 1;
      const message = createMessage(seq, clock.now(), data, key);
      kept.push(message);
      if (kept.length >= 2 * keep) {
        kept = kept.slice(kept.length - keep);
      }
      for (const hear of listeners) {
        hear(message);
      }
      return message;
    },
    listen(hear) {
      // A function of its own the second time, so that one listener may listen twice.
      const own = listeners.has(hear) ? (message: Message<Data>): void => hear(message) : hear;
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    seq: () => seq,
    since(after) {
      const oldest = kept[0]?.seq ?? seq + 1;
      return after > seq || after < oldest - 1 ? undefined : kept.filter((message) => message.seq > after);
    },
  };
}

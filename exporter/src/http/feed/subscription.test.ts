import { describe, expect, it } from '@jest/globals';
import { createMessage, type Message } from '../../fleet/feed/message.ts';
import type { TopicSource } from '../../fleet/feed/topicSource.ts';
import { openSubscription } from './subscription.ts';

/** A subscription whose changes the test pushes, and what comes out of it: the numbers of changes, and how many were dropped before each. */
async function paused(topic: 'specs' | 'jobs') {
  let push: (message: Message) => void = () => undefined;
  const out: Array<{ seq: number; dropped: number }> = [];
  const subscription = await openSubscription({
    request: { id: '1', topic, filter: {}, after: undefined },
    source: {
      topic,
      open: (subscriber: { push: typeof push }) => {
        push = subscriber.push;
        return { start: { snapshot: { items: [] }, seq: 0 }, close: () => undefined };
      },
    } as unknown as TopicSource,
    actor: { name: 'token:a', role: 'viewer', from: '' },
    outbox: {
      control: () => undefined,
      change(lane, { seq }) {
        out.push({ seq, dropped: lane.dropped });
        lane.dropped = 0;
      },
      flush: () => undefined,
      forget: () => undefined, clear: () => undefined,
      waitingSince: () => 0,
      bytes: () => 0,
    },
    holdBytes: 1_000_000,
    now: () => 0,
    epoch: 'e',
    ended: () => undefined,
    isWanted: () => true,
  });
  subscription?.pause(true);
  return { push: (message: Message) => push(message), out, goOn: () => subscription?.pause(false) };
}
const change = (seq: number, characters: number, key?: string) => createMessage(seq, 0, 'x'.repeat(characters), key);

describe('a paused subscription', () => {
  it('holds as many bytes as a client that does not read may let wait', async () => {
    const { push, out, goOn } = await paused('specs');
    for (let seq = 1; seq <= 300; seq += 1) {
      push(change(seq, 99_998));
    }
    goOn();
    expect(out.map(({ seq }) => seq)).toEqual([291, 292, 293, 294, 295, 296, 297, 298, 299, 300]);
    expect(out[0]?.dropped).toBe(290);
    push(change(301, 5));
    expect(out.at(-1)).toEqual({ seq: 301, dropped: 0 });
  });

  it('counts again from nothing after it went on', async () => {
    const { push, out, goOn } = await paused('specs');
    push(change(1, 900_000));
    goOn();
    expect(out).toEqual([{ seq: 1, dropped: 0 }]);
  });

  it('holds one change that is larger than that', async () => {
    const { push, out, goOn } = await paused('specs');
    push(change(1, 10));
    push(change(2, 2_000_000));
    goOn();
    expect(out).toEqual([{ seq: 2, dropped: 1 }]);
  });

  it('counts what takes the place of another once', async () => {
    const { push, out, goOn } = await paused('jobs');
    for (let seq = 1; seq <= 300; seq += 1) {
      push(change(seq, 99_998, seq % 2 === 0 ? 'a' : 'b'));
    }
    goOn();
    expect(out).toEqual([{ seq: 299, dropped: 0 }, { seq: 300, dropped: 0 }]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createMessage } from '../../fleet/feed/message.ts';
import { createOutbox, type Lane } from './outbox.ts';

/** An outbox before a transport that takes `room` messages and then waits. */
function open() {
  let [now, room] = [1_000, 0];
  const sent: string[] = [];
  const transport = { write: (line: unknown) => void (sent.push(String(line)), (room -= 1)), ready: () => room > 0 };
  const outbox = createOutbox({ transport, now: () => now, maxBytes: 10_000, maxMessages: 100, overflow: () => undefined });
  const lane: Lane = { id: '1', topic: 'status', delivery: 'every', merge: undefined, dropped: 0 };
  let seq = 0;
  return {
    outbox,
    sent,
    publish: (count: number) => Array.from({ length: count }, () => outbox.change(lane, createMessage((seq += 1), now, { text: 'x' }))),
    drains(messages: number) {
      room = messages;
      outbox.flush();
    },
    passes: (ms: number) => (now += ms),
  };
}

describe('how long nothing has moved', () => {
  it('begins with what waits, begins anew with whatever goes out, and is over when nothing waits', () => {
    const { outbox, sent, publish, drains, passes } = open();
    expect(outbox.waitingSince()).toBe(0);
    publish(5);
    passes(20_000);
    publish(5);
    expect(outbox.waitingSince()).toBe(1_000);
    drains(1);
    expect([outbox.waitingSince(), sent.length]).toEqual([21_000, 1]);
    passes(20_000);
    drains(0);
    expect(outbox.waitingSince()).toBe(21_000);
    drains(100);
    expect([outbox.waitingSince(), outbox.bytes(), sent.length]).toEqual([0, 0, 10]);
  });
});

it('is empty when nothing more shall be sent', () => {
  const { outbox, sent, publish, drains } = open();
  publish(5);
  outbox.control(Buffer.from('{}'));
  outbox.clear();
  drains(100);
  expect([outbox.waitingSince(), outbox.bytes(), sent]).toEqual([0, 0, []]);
});

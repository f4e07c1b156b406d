import { createFeedClient } from '../data/feed/feedClient';
import type { Socket } from '../data/feed/socket';

const at = '2026-01-02T03:04:05Z';

/** A feed whose exporter the test plays. */
export function aFeed() {
  const sent: Array<{ type: string; id: string; topic?: string; filter?: Record<string, unknown> }> = [];
  let socket: Socket | undefined;
  let seq = 0;
  let opened = 0;
  const feed = createFeedClient({
    open: () => {
      opened += 1;
      return (socket = { send: (text) => void sent.push(JSON.parse(text)), close: () => undefined, onopen: null, onmessage: null, onclose: null });
    },
  });
  const say = (message: object) => socket?.onmessage?.({ data: JSON.stringify(message) });
  /** The places on the feed that are for this topic now. */
  const places = (topic: string) => sent.filter((one) => one.type === 'subscribe' && one.topic === topic && !sent.some(({ type, id }) => type === 'unsubscribe' && id === one.id));
  return {
    feed,
    sent,
    places,
    /** How often it was connected to. */
    opened: () => opened,
    drop: () => socket?.onclose?.(),
    hello: () => say({ type: 'hello', version: '0.1.0', at, topics: [], pingSeconds: 20, maxAgeSeconds: 900 }),
    tell: (topic: string, type: 'snapshot' | 'change', data: object) => places(topic).forEach(({ id }) => say({ type, topic, id, seq: (seq += 1), at, data })),
    refuse: (topic: string, code: string, message: string) => places(topic).forEach(({ id }) => say({ type: 'error', id, code, message })),
  };
}

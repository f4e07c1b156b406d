import { createFeedClient } from './feedClient';
import type { Socket } from './socket';

const at = '2026-01-02T03:04:05Z';
const totals = { up: 1, down: 0, paused: 0, pending: 0 };

function aFeed() {
  const sockets: Array<Socket & { sent: unknown[] }> = [];
  const feed = createFeedClient({
    random: () => 1,
    open: () => {
      const socket = { sent: [] as unknown[], send: (text: string) => void socket.sent.push(JSON.parse(text)), close: () => undefined, onopen: null, onmessage: null, onclose: null };
      sockets.push(socket);
      return socket;
    },
  });
  const say = (message: object) => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(message) });
  const hello = () => say({ type: 'hello', version: '0.1.0', at, topics: ['status'], pingSeconds: 20, maxAgeSeconds: 3600 });
  return { feed, sockets, say, hello };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the feed', () => {
  it('has one socket and one place on it for those who hear the same', () => {
    const { feed, sockets, say, hello } = aFeed();
    const [first, second] = [jest.fn(), jest.fn()];
    feed.subscribe('status', {}, first);
    hello();
    say({ type: 'subscribed', id: '1', topic: 'status', epoch: 'e', resumed: false });
    say({ type: 'snapshot', topic: 'status', id: '1', seq: 4, at, data: { totals, servers: [] } });
    feed.subscribe('status', {}, second);
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.sent).toEqual([{ type: 'subscribe', id: '1', topic: 'status', filter: {} }]);
    expect(first).toHaveBeenCalledTimes(1);
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('comes back after a drop and goes on where it was', () => {
    const { feed, sockets, say, hello } = aFeed();
    feed.subscribe('status', {}, jest.fn());
    hello();
    say({ type: 'subscribed', id: '1', topic: 'status', epoch: 'e', resumed: false });
    say({ type: 'snapshot', topic: 'status', id: '1', seq: 4, at, data: { totals, servers: [] } });
    sockets[0]?.onclose?.();
    expect(feed.state()).toBe('reconnecting');
    jest.advanceTimersByTime(1_000);
    expect(sockets).toHaveLength(2);
    hello();
    expect(sockets[1]?.sent).toEqual([{ type: 'subscribe', id: '1', topic: 'status', filter: {}, resume: { epoch: 'e', seq: 4 } }]);
    expect(feed.state()).toBe('live');
  });

  it('gives who joins after a change a place of its own, as the first snapshot is no longer the state', () => {
    const { feed, sockets, say, hello } = aFeed();
    feed.subscribe('status', {}, jest.fn());
    hello();
    say({ type: 'snapshot', topic: 'status', id: '1', seq: 4, at, data: { totals, servers: [] } });
    say({ type: 'change', topic: 'status', id: '1', seq: 5, at, data: { server: { id: 's1', name: 'web1', state: 'up', reason: null, message: null, detail: null, since: at, lastSeen: at, nextAttempt: null }, gone: false } });
    const late = jest.fn();
    feed.subscribe('status', {}, late);
    expect(late).not.toHaveBeenCalled();
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.sent.at(-1)).toEqual({ type: 'subscribe', id: '2', topic: 'status', filter: {} });
  });

  it('tells who listens that the exporter refused, and asks for everything again after a hole', () => {
    const { feed, sockets, say, hello } = aFeed();
    const fail = jest.fn();
    feed.subscribe('log', { source: 'a', filter: '(' }, jest.fn(), fail);
    hello();
    say({ type: 'error', id: '1', code: 'unprocessable', message: 'filter: no' });
    expect(fail).toHaveBeenCalledWith({ code: 'unprocessable', message: 'filter: no' });
    say({ type: 'dropped', id: '1', topic: 'log', count: 3, seq: 9 });
    expect(sockets[0]?.sent.slice(-2)).toEqual([{ type: 'unsubscribe', id: '1' }, { type: 'subscribe', id: '1', topic: 'log', filter: { source: 'a', filter: '(' } }]);
  });

  it('leaves a while after the last listener', () => {
    const { feed, sockets, hello } = aFeed();
    const stop = feed.subscribe('status', {}, jest.fn());
    hello();
    stop();
    expect(sockets[0]?.sent.at(-1)).toEqual({ type: 'unsubscribe', id: '1' });
    jest.advanceTimersByTime(5_000);
    expect(feed.state()).toBe('idle');
  });

  it('stays away when the right was taken', () => {
    const { feed, sockets, say, hello } = aFeed();
    feed.subscribe('status', {}, jest.fn());
    hello();
    say({ type: 'bye', reason: 'revoked', message: '' });
    sockets[0]?.onclose?.();
    jest.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(feed.state()).toBe('refused');
  });
});

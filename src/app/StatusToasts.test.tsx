import React from 'react';
import { act } from '@testing-library/react';
import { AppEvents } from '@grafana/data';
import { createFeedClient } from '../data/feed/feedClient';
import type { Socket } from '../data/feed/socket';
import { aStatus } from '../test/factories';
import { appEvents, renderApp, setUpGrafana } from '../test/render';
import { StatusToasts } from './StatusToasts';

setUpGrafana();

const at = '2026-01-02T03:04:05Z';

describe('toasts of states', () => {
  const told: string[][] = [];
  let say: (message: object) => void;
  let seq = 1;
  const become = (name: string, state: 'up' | 'down', reason: string | null = null) =>
    say({ type: 'change', topic: 'status', id: '1', seq: (seq += 1), at, data: { server: aStatus({ id: name, name, state, reason }), gone: false } });
  const pass = (ms: number) => act(() => jest.advanceTimersByTime(ms));

  beforeEach(() => {
    jest.useFakeTimers();
    told.length = 0;
    const socket: Socket = { send: () => undefined, close: () => undefined, onopen: null, onmessage: null, onclose: null };
    for (const { name } of [AppEvents.alertWarning, AppEvents.alertSuccess]) {
      appEvents.subscribe({ type: name } as never, (event) => void told.push(event.payload as string[]));
    }
    renderApp(<StatusToasts />, { feed: createFeedClient({ open: () => socket }) });
    say = (message) => act(() => socket.onmessage?.({ data: JSON.stringify(message) }));
    say({ type: 'hello', version: '0.1.0', at, topics: ['status'], pingSeconds: 20, maxAgeSeconds: 900 });
    say({ type: 'subscribed', id: '1', topic: 'status', epoch: 'e', resumed: false });
    const servers = ['a', 'b', 'c', 'd', 'e'].map((name) => aStatus({ id: name, name }));
    say({ type: 'snapshot', topic: 'status', id: '1', seq: 1, at, data: { totals: { up: 5, down: 0, paused: 0, pending: 0 }, servers } });
  });
  afterEach(() => {
    jest.useRealTimers();
    appEvents.removeAllListeners();
  });

  it('tell of one with its reason, and of many together, once in ten seconds', () => {
    become('a', 'down', 'timeout');
    pass(2_000);
    expect(told).toEqual([['a is down', 'No answer in time; check the address, the network and firewalls.']]);
    ['b', 'c', 'd', 'e'].forEach((name) => become(name, 'down', 'timeout'));
    pass(5_000);
    expect(told).toHaveLength(1);
    pass(5_000);
    expect(told[1]).toEqual(['4 servers are down', 'b, c, d and 1 more']);
  });

  it('say nothing of what came back before anybody was told', () => {
    become('a', 'down');
    become('a', 'up');
    pass(20_000);
    expect(told).toEqual([]);
  });
});

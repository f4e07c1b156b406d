import React from 'react';
import { act } from '@testing-library/react';
import { AppEvents } from '@grafana/data';
import { createFeedClient } from '../data/feed/feedClient';
import type { Socket } from '../data/feed/socket';
import { anIncident } from '../test/factories';
import { appEvents, renderApp, setUpGrafana } from '../test/render';
import { IncidentToasts } from './IncidentToasts';

setUpGrafana();

const at = '2026-01-02T03:04:05Z';
let told: string[][];
let say: (message: object) => void;
let change: (seq: number, incident: object) => void;

beforeEach(() => {
  jest.useFakeTimers();
  const socket: Socket = { send: () => undefined, close: () => undefined, onopen: null, onmessage: null, onclose: null };
  told = [];
  appEvents.subscribe({ type: AppEvents.alertWarning.name } as never, (event) => void told.push(event.payload as string[]));
  renderApp(<IncidentToasts />, { feed: createFeedClient({ open: () => socket }) });
  say = (message) => act(() => socket.onmessage?.({ data: JSON.stringify(message) }));
  change = (seq, incident) => say({ type: 'change', topic: 'incidents', id: '1', seq, at, data: incident });
  say({ type: 'hello', version: '0.1.0', at, topics: ['incidents'], pingSeconds: 20, maxAgeSeconds: 900 });
  say({ type: 'subscribed', id: '1', topic: 'incidents', epoch: 'e', resumed: false });
});
afterEach(() => {
  jest.useRealTimers();
  appEvents.removeAllListeners();
});

it('tells once of an incident that opens, and nothing of those that were open, silenced or in maintenance', () => {
  say({ type: 'snapshot', topic: 'incidents', id: '1', seq: 1, at, data: { items: [anIncident({ id: 'old' })] } });
  change(2, anIncident({ id: 'old', state: 'acknowledged' }));
  change(3, anIncident({ id: 'quiet', maintenance: true }));
  change(4, anIncident({ id: 'hushed', silenceId: 's' }));
  change(5, anIncident({ id: 'new', severity: 'critical', summary: 'db1: server down' }));
  change(6, anIncident({ id: 'new', severity: 'critical', summary: 'db1: server down' }));
  act(() => jest.advanceTimersByTime(20_000));
  expect(told).toEqual([['db1: server down']]);
});

it('tells the first of a severity at once, and what comes within ten seconds together', () => {
  say({ type: 'snapshot', topic: 'incidents', id: '1', seq: 1, at, data: { items: [] } });
  ['a', 'b', 'c', 'd', 'e', 'f'].forEach((id, index) => change(index + 2, anIncident({ id, severity: 'warning', summary: `${id}: CPU usage` })));
  change(8, anIncident({ id: 'f', severity: 'warning', state: 'resolved', resolvedAt: at, resolution: 'recovered' }));
  change(9, anIncident({ id: 'z', severity: 'critical', summary: 'z: memory' }));
  act(() => jest.advanceTimersByTime(9_000));
  expect(told).toEqual([['a: CPU usage'], ['z: memory']]);
  act(() => jest.advanceTimersByTime(1_000));
  expect(told.slice(2)).toEqual([['4 more warning incidents', 'b: CPU usage, c: CPU usage, d: CPU usage and 1 more']]);
});

import React from 'react';
import { act } from '@testing-library/react';
import { AppEvents } from '@grafana/data';
import { createFeedClient } from '../data/feed/feedClient';
import type { Socket } from '../data/feed/socket';
import { anIncident } from '../test/factories';
import { appEvents, renderApp, setUpGrafana } from '../test/render';
import { IncidentToasts } from './IncidentToasts';

setUpGrafana();

it('tells once of an incident that opens, and nothing of those that were open, silenced or in maintenance', () => {
  const socket: Socket = { send: () => undefined, close: () => undefined, onopen: null, onmessage: null, onclose: null };
  const told: string[] = [];
  const subscription = appEvents.subscribe({ type: AppEvents.alertWarning.name } as never, (event) => void told.push((event.payload as string[])[0] as string));
  renderApp(<IncidentToasts />, { feed: createFeedClient({ open: () => socket }) });
  const at = '2026-01-02T03:04:05Z';
  const say = (message: object) => act(() => socket.onmessage?.({ data: JSON.stringify(message) }));
  const change = (seq: number, incident: object) => say({ type: 'change', topic: 'incidents', id: '1', seq, at, data: incident });
  say({ type: 'hello', version: '0.1.0', at, topics: ['incidents'], pingSeconds: 20, maxAgeSeconds: 900 });
  say({ type: 'subscribed', id: '1', topic: 'incidents', epoch: 'e', resumed: false });
  say({ type: 'snapshot', topic: 'incidents', id: '1', seq: 1, at, data: { items: [anIncident({ id: 'old' })] } });
  change(2, anIncident({ id: 'old', state: 'acknowledged' }));
  change(3, anIncident({ id: 'quiet', maintenance: true }));
  change(4, anIncident({ id: 'hushed', silenceId: 's' }));
  change(5, anIncident({ id: 'new', severity: 'critical', summary: 'db1: server down' }));
  change(6, anIncident({ id: 'new', severity: 'critical', summary: 'db1: server down' }));
  subscription.unsubscribe();
  expect(told).toEqual(['db1: server down']);
});

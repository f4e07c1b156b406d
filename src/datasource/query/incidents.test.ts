import { dateTime } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { createClient } from '../../../contract/client.ts';
import { createProxySend } from '../../data/proxySend';
import { anIncident, aServer } from '../../test/factories';
import { mockEndpoint } from '../../test/mockApi';
import { setUpGrafana } from '../../test/render';
import type { FleetQuery } from '../fleetQuery';
import { answerIncidents } from './incidents';
import { answerMaintenance } from './maintenance';
import type { QueryContext } from './queryContext';

setUpGrafana();

const context = (query: Partial<FleetQuery>, servers = [aServer({ id: 's1', name: 'web1' })]): QueryContext => {
  const [from, to] = [dateTime('2026-01-10T12:00:00Z'), dateTime('2026-01-10T18:00:00Z')];
  return { client: createClient(createProxySend(getBackendSrv())), servers, all: query.servers === undefined && servers.length === 1, query: { refId: 'A', kind: 'incidents', ...query }, range: { from, to, raw: { from, to } }, stepSeconds: 60 } as QueryContext;
};
const column = (frames: Awaited<ReturnType<typeof answerIncidents>>, name: string) => frames[0]?.fields.find((field) => field.name === name)?.values;
const resolved = (id: string, startedAt: string, resolvedAt: string) => anIncident({ id, startedAt, resolvedAt, state: 'resolved', resolution: 'recovered' });

describe('incidents as annotations', () => {
  const still = anIncident({ id: 'still', startedAt: '2025-11-01T00:00:00Z' });
  beforeEach(() => {
    mockEndpoint('listIncidents', { items: [still], next: null });
    mockEndpoint('alertHistory', { items: [resolved('within', '2026-01-10T13:00:00Z', '2026-01-10T13:30:00Z'), resolved('into', '2026-01-10T11:00:00Z', '2026-01-10T12:30:00Z'), resolved('before', '2026-01-10T09:00:00Z', '2026-01-10T10:00:00Z')], next: null });
  });

  it('are all that were open at any time of the range, however long ago they began', async () => {
    const frames = await answerIncidents(context({}));
    expect(column(frames, 'id')).toEqual(['still', 'into', 'within']);
    expect(column(frames, 'timeEnd')).toEqual([null, Date.parse('2026-01-10T12:30:00Z'), Date.parse('2026-01-10T13:30:00Z')]);
    expect(column(frames, 'tags')?.[0]).toEqual(['warning', 'firing', 'web1']);
  });

  it('have an end each when they are drawn: an open one reaches to the end of the range', async () => {
    const ends = column(await answerIncidents(context({ annotation: true })), 'timeEnd');
    expect(ends).toEqual([Date.parse('2026-01-10T18:00:00Z'), Date.parse('2026-01-10T12:30:00Z'), Date.parse('2026-01-10T13:30:00Z')]);
    expect(column(await answerIncidents(context({ annotation: true, open: true })), 'timeEnd')).toEqual([Date.parse('2026-01-10T18:00:00Z')]);
  });

  it('are those that are open now, when asked so', async () => {
    expect(column(await answerIncidents(context({ open: true })), 'id')).toEqual(['still']);
  });

  it('are those of the servers that ad hoc filters leave', async () => {
    mockEndpoint('listIncidents', { items: [still, anIncident({ id: 'none', serverId: null, startedAt: '2026-01-10T12:10:00Z' })], next: null });
    const filtered = { ...context({ servers: '' }, [aServer({ id: 's9', name: 'db1' })]), all: false };
    expect(column(await answerIncidents(filtered), 'id')).toEqual([]);
    expect(column(await answerIncidents({ ...filtered, query: { ...filtered.query, open: true } }), 'id')).toEqual([]);
  });

  it('are those of the servers that were named', async () => {
    expect(column(await answerIncidents(context({ servers: 'db1' }, [aServer({ id: 's9', name: 'db1' })])), 'id')).toEqual([]);
  });
});

it('maintenance is read for at most the hundred days that the exporter gives at once', async () => {
  const asked = mockEndpoint('maintenanceCalendar', { items: [{ windowId: 'w', name: 'Kernel update', from: '2026-01-10T13:00:00Z', to: '2026-01-10T14:00:00Z' }], more: false });
  const long = context({ kind: 'maintenance' });
  const frames = await answerMaintenance({ ...long, range: { ...long.range, from: dateTime('2024-01-01T00:00:00Z') } });
  expect(asked[0]?.query.get('from')).toBe('2025-10-02T18:00:00.000Z');
  expect(frames[0]?.fields.map(({ name, values }) => [name, values[0]])).toContainEqual(['text', 'Kernel update']);
});

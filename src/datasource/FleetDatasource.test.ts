import { lastValueFrom, toArray } from 'rxjs';
import { CoreApp, dateTime, LoadingState, LogRowContextQueryDirection, SupplementaryQueryType, type DataFrame, type DataQueryRequest, type DataQueryResponse, type DataSourceInstanceSettings, type LogRowModel } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { aLine, aLogSource, anIncident, aServer } from '../test/factories';
import { mockEndpoint as mock, mockFailure, type Asked } from '../test/mockApi';
import { setUpGrafana } from '../test/render';
import type { OperationId } from '../../contract/api.ts';
import { FleetDatasource } from './FleetDatasource';
import type { FleetQuery } from './fleetQuery';

setUpGrafana();

const root = '/api/datasources/proxy/uid/sw';
const mockEndpoint = ((operation: OperationId, reply: never) => mock(operation, reply, root)) as typeof mock;
const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
const servers = [aServer({ id: 's1', name: 'web1', tags: { role: 'web' } }), aServer({ id: 's2', name: 'db1', tags: { role: 'db' } })];

beforeEach(() => {
  const values: Record<string, string> = { $server: 'web1', $word: 'disk' };
  const replace = (text = '') => Object.entries(values).reduce((done, [name, value]) => done.replaceAll(name, value), text);
  setTemplateSrv({ replace, getVariables: () => [{ name: 'server', type: 'query' }], containsTemplate: () => false, updateTimeRange: () => undefined } as unknown as TemplateSrv);
  mockEndpoint('listServers', { items: servers, next: null });
});

let turn = 0;
/** Each test has a source of its own: what one has read of the fleet is kept for a while. */
const aSource = () => new FleetDatasource({ id: (turn += 1), uid: 'sw', name: 'Shellwatch', url: root } as unknown as DataSourceInstanceSettings);

function request(query: Partial<FleetQuery>, more: Partial<DataQueryRequest<FleetQuery>> = {}): DataQueryRequest<FleetQuery> {
  const range = { from: dateTime(at(0)), to: dateTime(at(59)) };
  return { targets: [{ refId: 'A', kind: 'status', live: false, ...query }], range: { ...range, raw: range }, intervalMs: 15_000, scopedVars: {}, ...more } as DataQueryRequest<FleetQuery>;
}
const ask = async (query: Partial<FleetQuery>, more: Partial<DataQueryRequest<FleetQuery>> = {}): Promise<DataFrame[]> => (await lastValueFrom(aSource().query(request(query, more)))).data as DataFrame[];
const column = (frame: DataFrame | undefined, name: string): unknown[] => frame?.fields.find((field) => field.name === name)?.values ?? [];
const asked = (all: Asked[], name: string) => all[0]?.query.getAll(name);

describe('queries', () => {
  it('fill variables in and name the servers that are meant', async () => {
    mockEndpoint('listLogSources', { items: [aLogSource()], next: null });
    const searches = mockEndpoint('searchLogs', { lines: [aLine({ time: at(5), text: 'disk full', level: 'error' }), aLine({ time: null, text: 'and more' })], problems: [{ sourceId: 'src1', serverId: 's2', serverName: 'db1', code: 'timeout', message: 'No answer.' }], bytesRead: 1, complete: true });
    const [frame] = await ask({ kind: 'logs', servers: '$server', sources: 'app', filter: '$word' });
    expect(asked(searches, 'server')).toEqual(['s1']);
    expect(asked(searches, 'filter')).toEqual(['disk']);
    expect(column(frame, 'body')).toEqual(['disk full', 'and more']);
    // What tells no time stands where the line before it stands.
    expect(column(frame, 'timestamp')).toEqual([Date.parse(at(5)), Date.parse(at(5))]);
    expect(column(frame, 'labels')[0]).toMatchObject({ server: 'web1', source: 'app' });
    expect(frame?.meta?.notices).toEqual([{ severity: 'warning', text: 'db1: No answer.' }]);
  });

  it('give lines ids that stay the same from one reply to the next', async () => {
    mockEndpoint('listLogSources', { items: [aLogSource()], next: null });
    const same = aLine({ time: at(5), text: 'again' });
    mockEndpoint('searchLogs', { lines: [same, same], problems: [], bytesRead: 1, complete: true });
    const first = column((await ask({ kind: 'logs' }))[0], 'id');
    mockEndpoint('searchLogs', { lines: [aLine({ time: at(1), text: 'older' }), same, same], problems: [], bytesRead: 1, complete: true });
    const second = column((await ask({ kind: 'logs' }))[0], 'id');
    expect(new Set(second).size).toBe(3);
    expect(second).toEqual(expect.arrayContaining(first));
  });

  it('are narrowed by ad hoc filters', async () => {
    mockEndpoint('getRealtimeStatus', { totals: { up: 2, down: 0, paused: 0, pending: 0 }, servers: servers.map(({ status }) => status) });
    mockEndpoint('getFleetVitals', { servers: [] });
    const [frame] = await ask({ kind: 'status' }, { filters: [{ key: 'role', operator: '=', value: 'db' }] });
    expect(column(frame, 'server')).toEqual(['db1']);
  });

  it('read a family over time as rates, or its newest values as a table', async () => {
    const reads = mockEndpoint('getHistory', { family: 'node_network_receive_bytes_total', type: 'counter', rate: true, from: at(0), to: at(59), stepSeconds: 15, times: [1, 2], source: 'store', truncated: false, series: [{ labels: { device: 'eth0' }, mean: [5, null], min: [5, null], max: [5, null] }] });
    const [series] = await ask({ kind: 'family', family: 'node_network_receive_bytes_total', rate: true, servers: 'web1' });
    expect(asked(reads, 'rate')).toEqual(['true']);
    expect(series?.fields[1]?.labels).toEqual({ server: 'web1', device: 'eth0' });
    expect(series?.fields[1]?.values).toEqual([5, null]);
  });

  it('give incidents as annotations know them', async () => {
    mockEndpoint('listIncidents', { items: [anIncident({ id: 'i2', serverId: 's2', serverName: 'db1' })], next: null });
    mockEndpoint('alertHistory', { items: [anIncident({ resolvedAt: at(30) })], next: null });
    const [frame] = await ask({ kind: 'incidents', servers: 'tag:role=web' });
    expect(frame?.fields.map(({ name }) => name)).toEqual(['time', 'timeEnd', 'title', 'text', 'tags', 'severity', 'state', 'server', 'taken by', 'value', 'limit', 'id']);
    expect(column(frame, 'timeEnd')).toEqual([Date.parse(at(30))]);
    expect(column(frame, 'tags')).toEqual([['warning', 'firing', 'web1']]);
  });

  it('that are not complete ask for nothing', async () => {
    expect(await ask({ kind: 'family', family: '' })).toEqual([]);
    expect(await ask({ kind: 'output', command: '' })).toEqual([]);
  });

  it('begin with logs in Explore, with incidents as annotations, with the fleet elsewhere', () => {
    const source = aSource();
    expect(source.getDefaultQuery(CoreApp.Explore).kind).toBe('logs');
    expect(source.getDefaultQuery(CoreApp.PanelEditor).kind).toBe('status');
    expect(source.annotations.getDefaultQuery?.().kind).toBe('incidents');
    expect(source.annotations.prepareQuery?.({ name: 'Incidents', enable: true, iconColor: 'red', target: { refId: 'Anno', kind: 'incidents' } })).toEqual({ refId: 'Anno', kind: 'incidents', annotation: true });
  });
});

describe('logs in Explore', () => {
  const row = { timeEpochMs: Date.parse(at(30)), labels: { server: 'web1', source: 'app' }, dataFrame: { refId: 'A' } } as unknown as LogRowModel;
  beforeEach(() => mockEndpoint('listLogSources', { items: [aLogSource(), aLogSource({ id: 'src2', name: 'other' })], next: null }));

  it('count lines by level', async () => {
    mockEndpoint('searchLogs', { lines: [aLine({ time: at(1), level: 'error' }), aLine({ time: at(2), level: 'info' })], problems: [], bytesRead: 1, complete: true });
    const source = aSource();
    const volume = source.getSupplementaryRequest(SupplementaryQueryType.LogsVolume, request({ kind: 'logs' }));
    const frames = (await lastValueFrom(source.query(volume as DataQueryRequest<FleetQuery>))).data as DataFrame[];
    expect(frames.map((frame) => frame.fields[1]?.labels?.['level'])).toEqual(['info', 'error']);
    expect(frames.map((frame) => (frame.fields[1]?.values as number[]).reduce((sum, count) => sum + count, 0))).toEqual([1, 1]);
  });

  it('show what the same source said before a line, however long ago, and what it said next', async () => {
    const searches = mockEndpoint('searchLogs', { lines: Array.from({ length: 5 }, (_, second) => aLine({ time: at(30 + second), text: `line ${second}` })), problems: [], bytesRead: 1, complete: true });
    const source = aSource();
    await source.getLogRowContext(row, { direction: LogRowContextQueryDirection.Backward, limit: 2 });
    expect(asked(searches, 'source')).toEqual(['src1']);
    expect(asked(searches, 'server')).toEqual(['s1']);
    expect(asked(searches, 'from')).toEqual([]);
    expect(asked(searches, 'limit')).toEqual(['2']);
    const after = await source.getLogRowContext(row, { direction: LogRowContextQueryDirection.Forward, limit: 2 });
    expect(column(after.data[0] as DataFrame, 'body')).toEqual(['line 0', 'line 1']);
  });
});

describe('variables', () => {
  const list = async (query: unknown) => {
    const reply = await lastValueFrom(aSource().variables.query({ ...request({}), targets: [query] } as never));
    return column(reply.data[0] as DataFrame, 'text');
  };
  it('list servers and tags, from the editor or written by hand', async () => {
    expect(await list({ refId: 'v', query: 'servers(role=web)' })).toEqual(['web1']);
    expect(await list('servers')).toEqual(['db1', 'web1']);
    expect(await list('tags')).toEqual(['role']);
    expect(await list('tags(role)')).toEqual(['db', 'web']);
    await expect(list('hosts')).rejects.toThrow('servers, tags, mounts, commands, sources');
  });
});

describe('the health check', () => {
  it('says by whom it is let in, and why it is not', async () => {
    mockEndpoint('getCaller', { name: 'token:reader', role: 'viewer', kind: 'datasource' });
    expect(await aSource().testDatasource()).toEqual({ status: 'success', message: 'The exporter answers; token “reader” (viewer) sees 2 servers.' });
    mockFailure('getCaller', 'unauthorized', undefined, root);
    expect(await aSource().testDatasource()).toMatchObject({ status: 'error', message: expect.stringContaining('(unauthorized)') });
  });
});

describe('streams', () => {
  class FakeSocket {
    static all: FakeSocket[] = [];
    onmessage: ((event: { data: unknown }) => void) | null = null;
    onclose: (() => void) | null = null;
    sent: Array<{ type: string; id: string; topic: string }> = [];
    constructor(readonly url: string) {
      FakeSocket.all.push(this);
    }
    send(text: string) {
      this.sent.push(JSON.parse(text));
    }
    close() {}
    say(message: object) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
  }
  const real = global.WebSocket;
  beforeEach(() => {
    FakeSocket.all = [];
    global.WebSocket = FakeSocket as unknown as typeof WebSocket;
    mockEndpoint('getRealtimeStatus', { totals: { up: 2, down: 0, paused: 0, pending: 0 }, servers: servers.map(({ status }) => status) });
    mockEndpoint('getFleetVitals', { servers: [] });
  });
  afterEach(() => {
    global.WebSocket = real;
  });

  it('of two panels on one topic share one socket and one place on it', async () => {
    const source = aSource();
    const heard: DataQueryResponse[][] = [[], []];
    const panels = heard.map((replies) => source.query(request({ live: true })).subscribe((reply) => replies.push(reply)));
    const until = async (fact: () => boolean) => {
      for (let wait = 0; wait < 300 && !fact(); wait += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(fact()).toBe(true);
    };
    await until(() => FakeSocket.all.length > 0 && heard.every((replies) => replies.length > 0));
    const [socket] = FakeSocket.all;
    socket?.say({ type: 'hello', version: '0.1.0', at: at(0), topics: [], pingSeconds: 20, maxAgeSeconds: 900 });
    const places = socket?.sent.filter(({ topic }) => topic === 'status') ?? [];
    expect(places).toHaveLength(1);
    socket?.say({ type: 'snapshot', topic: 'status', id: places[0]?.id, seq: 1, at: at(0), data: { totals: { up: 1, down: 1, paused: 0, pending: 0 }, servers: servers.map(({ status }) => ({ ...status, state: 'down' })) } });
    await until(() => heard.every((replies) => replies.length > 1));
    heard.forEach((replies) => {
      expect(replies.at(-1)?.state).toBe(LoadingState.Streaming);
      expect(column(replies.at(-1)?.data[0] as DataFrame, 'state')).toEqual(['down', 'down']);
    });
    expect(FakeSocket.all).toHaveLength(1);
    panels.forEach((panel) => panel.unsubscribe());
  });

  it('end with one answer when nothing shall be live', async () => {
    expect(await lastValueFrom(aSource().query(request({})).pipe(toArray()))).toHaveLength(1);
    expect(FakeSocket.all).toHaveLength(0);
  });
});

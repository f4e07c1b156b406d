import { lastValueFrom } from 'rxjs';
import { dateTime, getPanelDataSummary, type DataFrame, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { FleetDatasource } from '../datasource/FleetDatasource';
import type { FleetQuery } from '../datasource/fleetQuery';
import { anIncident, aServer } from '../test/factories';
import { mockEndpoint as mock } from '../test/mockApi';
import { setUpGrafana } from '../test/render';
import type { OperationId } from '../../contract/api.ts';
import { plugin as grid } from './servergrid/module';
import { plugin as incidents } from './incidents/module';

setUpGrafana();

const root = '/api/datasources/proxy/uid/sw';
const mockEndpoint = ((operation: OperationId, reply: never) => mock(operation, reply, root)) as typeof mock;
const servers = [aServer({ id: 's1', name: 'web1' })];
const range = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };

/** What the data source really answers with. */
const framesOf = async (query: Partial<FleetQuery>): Promise<DataFrame[]> => {
  const source = new FleetDatasource({ id: 1, uid: 'sw', name: 'Shellwatch', url: root } as unknown as DataSourceInstanceSettings);
  return (await lastValueFrom(source.query({ targets: [{ refId: 'A', live: false, ...query }], range, intervalMs: 15_000, scopedVars: {} } as unknown as DataQueryRequest<FleetQuery>))).data as DataFrame[];
};
/** As Grafana asks each panel for its suggestions, from 13 on. */
const suggested = (frames: DataFrame[]) => [grid, incidents].flatMap((panel) => (panel.getSuggestions(getPanelDataSummary(frames)) ?? []).map(({ name }) => name));

beforeEach(() => {
  setTemplateSrv({ replace: (text = '') => text, getVariables: () => [], containsTemplate: () => false, updateTimeRange: () => undefined } as unknown as TemplateSrv);
  mockEndpoint('listServers', { items: servers, next: null });
});

describe('the suggestions of Grafana', () => {
  it('have the server grid for the status of the fleet', async () => {
    mockEndpoint('getRealtimeStatus', { totals: { up: 1, down: 0, paused: 0, pending: 0 }, servers: servers.map(({ status }) => status) });
    mockEndpoint('getFleetVitals', { servers: [] });
    expect(suggested(await framesOf({ kind: 'status' }))).toEqual(['Server grid']);
  });

  it('have the list of incidents for incidents, and no grid of them', async () => {
    mockEndpoint('listIncidents', { items: [anIncident()], next: null });
    mockEndpoint('alertHistory', { items: [], next: null });
    expect(suggested(await framesOf({ kind: 'incidents' }))).toEqual(['Incidents']);
  });

  it('have neither for other data, and for none', async () => {
    expect(suggested([])).toEqual([]);
    expect(suggested([{ length: 1, fields: [{ name: 'server', type: 'string', config: {}, values: ['web1'] }] } as unknown as DataFrame])).toEqual([]);
  });
});

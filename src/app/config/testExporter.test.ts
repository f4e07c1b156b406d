import { createClient } from '../../../contract/client.ts';
import { createProxySend } from '../../data/proxySend';
import { aHealth } from '../../test/factories';
import { grafanaBackend } from '../../test/grafanaBackend';
import { mockEndpoint, mockFailure, mockUnreachable } from '../../test/mockApi';
import { setUpGrafana } from '../../test/render';
import { testExporter } from './testExporter';

setUpGrafana();
const run = async () => (await testExporter(createClient(createProxySend(grafanaBackend)), '0.1.0')).map(({ state }) => state);

describe('testing the way to the exporter', () => {
  it('passes when all fits', async () => {
    mockEndpoint('getHealth', aHealth());
    mockEndpoint('getCaller', { name: 'grafana', role: 'viewer', kind: 'grafana' });
    expect(await run()).toEqual(['ok', 'ok', 'ok']);
  });
  it('names the way when nothing answers', async () => {
    mockUnreachable();
    expect(await run()).toEqual(['failed', 'skipped', 'skipped']);
  });
  it('names the token when it is refused, or of another kind', async () => {
    mockEndpoint('getHealth', aHealth());
    mockFailure('getCaller', 'unauthorized');
    expect(await run()).toEqual(['ok', 'failed', 'skipped']);
    mockEndpoint('getCaller', { name: 'script', role: 'admin', kind: 'direct' });
    expect((await run())[1]).toBe('failed');
  });
  it('names the version when the two do not fit', async () => {
    mockEndpoint('getHealth', aHealth({ version: '0.2.0' }));
    mockEndpoint('getCaller', { name: 'grafana', role: 'viewer', kind: 'grafana' });
    expect(await run()).toEqual(['ok', 'ok', 'failed']);
  });
});

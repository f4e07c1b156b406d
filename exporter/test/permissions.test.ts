import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { api } from '../../contract/api.ts';
import type { Endpoint, Role } from '../../contract/endpoint.ts';
import { startTestService, type TestService } from './service.ts';

const rows = Object.entries(api as Record<string, Endpoint>);
const ranks = { open: -1, viewer: 0, operator: 1, admin: 2 };
/** Who asks, with what headers; `role` is what they may do, undefined nothing at all. */
interface Caller {
  name: string;
  headers: Record<string, string>;
  role: Role | undefined;
}

describe('who may call what: every endpoint, every kind of caller', () => {
  let service: TestService;
  let callers: Caller[] = [];
  beforeAll(async () => {
    service = await startTestService();
    const tokens = {
      viewer: await service.token({ name: 'v', role: 'viewer' }),
      operator: await service.token({ name: 'o', role: 'operator' }),
      admin: await service.token({ name: 'a', role: 'admin' }),
      grafana: await service.token({ name: 'app', kind: 'grafana' }),
      datasource: await service.token({ name: 'ds', kind: 'datasource' }),
      revoked: await service.token({ name: 'r', role: 'admin' }),
      expired: await service.token({ name: 'e', role: 'admin', expiresAt: new Date(Date.now() + 50).toISOString() }),
    };
    const { items } = await service.client.listTokens({ query: {} });
    await service.client.deleteToken({ params: { id: items.find(({ name }) => name === 'r')?.id as string } });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const context = JSON.stringify({ Login: 'ann', OrgRole: 'Admin', IsGrafanaAdmin: true });
    const bearer = (token: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${token}`, ...more });
    const app = (scope: string) => bearer(tokens.grafana, { 'x-shellwatch-scope': scope, 'x-grafana-context': context });
    callers = [
      { name: 'nobody', headers: {}, role: undefined },
      { name: 'unknown token', headers: bearer(`shw_${'x'.repeat(43)}`), role: undefined },
      { name: 'revoked token', headers: bearer(tokens.revoked), role: undefined },
      { name: 'expired token', headers: bearer(tokens.expired), role: undefined },
      { name: 'another scheme', headers: { authorization: `Basic ${tokens.admin}` }, role: undefined },
      { name: 'token in X-DS-Authorization', headers: { 'x-ds-authorization': `Bearer ${tokens.admin}` }, role: undefined },
      { name: 'viewer', headers: bearer(tokens.viewer), role: 'viewer' },
      { name: 'viewer who claims a scope', headers: bearer(tokens.viewer, { 'x-shellwatch-scope': 'admin', 'x-grafana-context': context }), role: 'viewer' },
      { name: 'operator', headers: bearer(tokens.operator), role: 'operator' },
      { name: 'admin', headers: bearer(tokens.admin), role: 'admin' },
      { name: 'app, view', headers: app('view'), role: 'viewer' },
      { name: 'app, operate', headers: app('operate'), role: 'operator' },
      { name: 'app, admin', headers: app('admin'), role: 'admin' },
      { name: 'app, scope twice', headers: app('view, admin'), role: undefined },
      { name: 'app, unknown scope', headers: app('Admin'), role: undefined },
      { name: 'app, underscored scope', headers: bearer(tokens.grafana, { x_shellwatch_scope: 'admin', 'x-grafana-context': context }), role: undefined },
      { name: 'app, scope dropped', headers: bearer(tokens.grafana, { 'x-grafana-context': context }), role: undefined },
      { name: 'app, context dropped', headers: bearer(tokens.grafana, { 'x-shellwatch-scope': 'admin' }), role: undefined },
      { name: 'app, token dropped', headers: { 'x-shellwatch-scope': 'admin', 'x-grafana-context': context }, role: undefined },
      { name: 'data source with a forged scope and context', headers: bearer(tokens.datasource, { 'x-shellwatch-scope': 'admin', 'x-grafana-context': context }), role: 'viewer' },
    ];
  });
  afterAll(() => service?.stop());

  async function statusOf(row: Endpoint, headers: Record<string, string>): Promise<{ status: number; code: string }> {
    const path = row.path.replace(/\{\w+\}/g, 'none');
    const reply = await request(`${service.url}/api/v1${path}`, { method: row.method, headers });
    if (reply.statusCode < 400) {
      // Streams have no end.
      reply.body.on('error', () => undefined).destroy();
      return { status: reply.statusCode, code: '' };
    }
    return { status: reply.statusCode, code: ((await reply.body.json()) as { code: string }).code };
  }

  it('has code behind every row of the table', async () => {
    const missing = [];
    for (const [operation, row] of rows) {
      const { status, code } = await statusOf(row, { authorization: `Bearer ${service.adminToken}` });
      if (code === 'not_found' || status === 405) {
        missing.push(operation);
      }
    }
    expect(missing).toEqual([]);
  });

  it.each(rows)('%s', async (_operation, row) => {
    const { code: served } = await statusOf(row, { authorization: `Bearer ${service.adminToken}` });
    for (const { name, headers, role } of served === 'not_found' || served === 'method_not_allowed' ? [] : callers) {
      const { status, code } = await statusOf(row, headers);
      const allowed = row.role === 'open' || (role !== undefined && ranks[role] >= ranks[row.role]);
      expect([name, status === 403 ? code : 'let in', status < 500]).toEqual([
        name,
        allowed ? 'let in' : role !== undefined ? 'forbidden' : name.startsWith('app, ') && name !== 'app, token dropped' ? 'scope_missing' : 'unauthorized',
        true,
      ]);
    }
  });

  it.each(['/metrics', '/metrics/exporter', '/sd', '/probe?target=none'])('%s takes a viewer', async (path) => {
    for (const { name, headers, role } of callers) {
      const { status } = await service.ask('GET', path, { token: null, headers });
      expect([name, status === 403]).toEqual([name, role === undefined]);
    }
  });

  it('never answers 401, which a browser or Grafana would take for its own login', async () => {
    const replies = await Promise.all(['/api/v1/servers', '/metrics', '/sd', '/api/v1/me'].map((path) => service.ask('GET', path, { token: 'wrong-token' })));
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(replies.every(({ headers }) => headers['www-authenticate'] === undefined)).toBe(true);
  });

  it('names the person behind the app in the audit log', async () => {
    const app = callers.find(({ name }) => name === 'app, admin') as Caller;
    const reply = await service.ask('POST', '/api/v1/tokens', { token: null, headers: app.headers, body: { name: 'made by ann', role: 'viewer' } });
    expect(reply.status).toBe(201);
    const { items } = await service.client.listAudit({ query: { target: 'made by ann' } });
    expect(items).toMatchObject([{ actor: 'grafana:ann', role: 'admin', action: 'token.create', requestId: reply.headers['x-request-id'] }]);
  });
});

describe('with SHELLWATCH_METRICS_OPEN', () => {
  it('serves metrics to everyone, and nothing else', async () => {
    const service = await startTestService({ SHELLWATCH_METRICS_OPEN: 'true' });
    try {
      const open = await Promise.all(['/metrics', '/sd', '/metrics/exporter'].map((path) => service.ask('GET', path, { token: null })));
      expect(open.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await service.ask('GET', '/api/v1/servers', { token: null })).status).toBe(403);
    } finally {
      await service.stop();
    }
  });
});

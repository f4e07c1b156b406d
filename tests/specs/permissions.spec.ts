import { api } from '../../contract/api.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import { people, type Person } from '../stack/people.ts';
import { cookieOf, raw } from '../stack/raw.ts';
import { expect, grafanaUrl, sessionOf, test } from './app.ts';

const proxy = '/api/plugin-proxy/shellwatch-fleet-app';
const routes = ['view', 'operate', 'admin'] as const;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const allowed: Record<Person, readonly string[]> = { viewer: ['view'], editor: ['view', 'operate'], admin: ['view', 'operate', 'admin'] };
/** What each route's fixed scope is to the exporter. */
const ranks = { view: 0, operate: 1, admin: 2, open: -1, viewer: 0, operator: 1 } as const;
const everybody = Object.keys(people) as Person[];
const deniedByGrafana = 'plugin proxy route access denied';

const operations = Object.values(api as Record<string, Endpoint>).map(({ method, path, role }) => ({ method, role, path: path.replaceAll(/\{\w+\}/g, 'no-such-thing') }));

for (const person of everybody) {
  test.describe(person, () => {
    test('passes exactly the routes of the role in Grafana, with every method', async () => {
      const cookie = cookieOf(sessionOf(person));
      for (const route of routes) {
        for (const method of methods) {
          const { status, body } = await raw(grafanaUrl, `${proxy}/${route}/no-such-thing`, { method, headers: { cookie } });
          expect(status === 403 && body.includes(deniedByGrafana), `${method} ${route}: ${status}`).toBe(!allowed[person].includes(route));
        }
        for (const method of ['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']) {
          expect((await raw(grafanaUrl, `${proxy}/${route}/servers`, { method, headers: { cookie } })).status, `${method} ${route}`).toBeGreaterThanOrEqual(400);
        }
      }
    });

    test('reaches exactly the operations of the route’s role in the exporter', async () => {
      const cookie = cookieOf(sessionOf(person));
      const wrong: string[] = [];
      for (const route of routes) {
        for (const { method, path, role } of operations) {
          // No operation takes this field, so nothing is done where the person may.
          const { status, body } = await raw(grafanaUrl, `${proxy}/${route}${path}`, { method, headers: { cookie }, ...(method === 'GET' ? {} : { body: '{"noSuchField":1}' }) });
          const expected = !allowed[person].includes(route) ? deniedByGrafana : ranks[route] >= ranks[role] ? 'let in' : '"forbidden"';
          const seen = status !== 403 ? (status < 500 && status !== 401 ? 'let in' : String(status)) : body;
          if (!seen.includes(expected)) {
            wrong.push(`${method} ${route}${path}: ${status} ${seen.slice(0, 80)}, not ${expected}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  });
}

test('without a login nothing answers', async () => {
  for (const route of routes) {
    expect((await raw(grafanaUrl, `${proxy}/${route}/servers`)).status).toBe(401);
  }
});

test('headers that a client sends change nothing, those that it makes Grafana drop close the door', async () => {
  const cookie = cookieOf(sessionOf('viewer'));
  const context = JSON.stringify({ Login: 'admin', OrgRole: 'Admin', IsGrafanaAdmin: true });
  const forged = [
    { 'X-Shellwatch-Scope': 'admin' },
    { X_Shellwatch_Scope: 'admin' },
    { 'X-Shellwatch-Scope': 'admin', 'X-Grafana-Context': context, 'X-Grafana-Id': 'forged' },
    { Authorization: 'Bearer shw_forged', 'X-DS-Authorization': 'Bearer shw_forged' },
    { 'X-HTTP-Method-Override': 'DELETE', 'X-Forwarded-Prefix': '/admin', 'X-Original-URL': '/api/v1/tokens' },
  ];
  for (const headers of forged) {
    const sent = { cookie, ...headers };
    // A broken login of their own is Grafana's to refuse, by 401.
    expect([401, 403], JSON.stringify(headers)).toContain((await raw(grafanaUrl, `${proxy}/view/tokens`, { headers: sent })).status);
    expect([401, 403]).toContain((await raw(grafanaUrl, `${proxy}/view/servers`, { method: 'POST', headers: sent, body: '{}' })).status);
  }
  const me = await raw(grafanaUrl, `${proxy}/view/me`, { headers: { cookie, 'X-Grafana-Context': context, 'X-Shellwatch-Scope': 'admin' } });
  expect(JSON.parse(me.body)).toMatchObject({ name: 'grafana:viewer', role: 'viewer' });
  for (const dropped of ['X-Shellwatch-Scope', 'Authorization', 'X-Grafana-Context', 'X-Shellwatch-Scope, X-Grafana-Context, Authorization']) {
    const reply = await raw(grafanaUrl, `${proxy}/view/servers`, { headers: { cookie, Connection: dropped } });
    expect(reply.status, `${dropped} dropped: ${reply.body.slice(0, 80)}`).toBe(403);
  }
});

test('encoded dot segments and doubled slashes reach nothing', async () => {
  const cookie = cookieOf(sessionOf('viewer'));
  const tails = ['..%2Ftokens', '%2e%2e/v1/tokens', '%2e%2e%2fv1%2ftokens', '../v1/tokens', 'servers/../tokens', 'servers/%2e%2e/tokens', '..%2f..%2f..%2fmetrics', '..%2f..%2fmetrics', '%252e%252e%252ftokens', '..%5ctokens', 'servers/./x', '//tokens', 'servers%2f%2f', 'servers%00', '.%2e/tokens'];
  for (const tail of tails) {
    const { status, body } = await raw(grafanaUrl, `${proxy}/view/${tail}`, { headers: { cookie } });
    expect([400, 403, 404], `${tail}: ${status} ${body.slice(0, 80)}`).toContain(status);
    expect(body).not.toContain('# TYPE');
  }
});

test('the data source reads, whoever asks and whatever they claim', async () => {
  const door = '/api/datasources/proxy/uid/shellwatch/api/v1';
  const cookie = cookieOf(sessionOf('viewer'));
  const headers = { cookie, 'X-Shellwatch-Scope': 'admin', 'X-Grafana-Context': JSON.stringify({ Login: 'admin', OrgRole: 'Admin' }) };
  expect((await raw(grafanaUrl, `${door}/servers`, { headers })).status).toBe(200);
  for (const { method, path, role } of operations.filter((one) => one.role === 'operator' || one.role === 'admin')) {
    const { status } = await raw(grafanaUrl, `${door}${path}`, { method, headers, ...(method === 'GET' ? {} : { body: '{"noSuchField":1}' }) });
    expect(status, `${method} ${path} needs ${role}`).toBe(403);
  }
  for (const tail of ['..%2Fv1/tokens', '%2e%2e/v1/tokens', 'servers/../tokens', 'servers%2f..%2ftokens', '../../metrics/../api/v1/tokens']) {
    expect([400, 403, 404], tail).toContain((await raw(grafanaUrl, `${door}/${tail}`, { headers })).status);
  }
});

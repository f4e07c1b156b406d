import { people, type Person } from '../stack/people.ts';
import { expect, sessionOf, test } from './app.ts';

const routes = ['view', 'operate', 'admin'] as const;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const allowed: Record<Person, readonly string[]> = { viewer: ['view'], editor: ['view', 'operate'], admin: ['view', 'operate', 'admin'] };

for (const person of Object.keys(people) as Person[]) {
  test(`${person} passes exactly the routes of the role, with every method`, async ({ playwright, baseURL }) => {
    const request = await playwright.request.newContext({ baseURL: baseURL ?? '', storageState: sessionOf(person) });
    for (const route of routes) {
      for (const method of methods) {
        const reply = await request.fetch(`/api/plugin-proxy/shellwatch-fleet-app/${route}/no-such-thing`, { method });
        const closed = reply.status() === 403 && (await reply.text()).includes('plugin proxy route access denied');
        expect(closed, `${person} ${method} ${route}: ${reply.status()}`).toBe(!allowed[person].includes(route));
      }
    }
    await request.dispose();
  });
}

test('a viewer can not raise the scope by headers or by the path', async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext({ baseURL: baseURL ?? '', storageState: sessionOf('viewer') });
  const view = '/api/plugin-proxy/shellwatch-fleet-app/view';
  const forged = await request.get(`${view}/tokens`, { headers: { 'X-Shellwatch-Scope': 'admin', 'X-Grafana-Context': '{"OrgRole":"Admin"}' } });
  expect(forged.status()).toBe(403);
  const dropped = await request.get(`${view}/servers`, { headers: { Connection: 'X-Shellwatch-Scope' } });
  expect(dropped.status()).toBe(403);
  for (const tail of ['..%2Fadmin/tokens', '%2e%2e/v1/tokens', '..%2f..%2f..%2fmetrics']) {
    const reply = await request.get(`${view}/${tail}`);
    expect([400, 403, 404], `${tail}: ${reply.status()}`).toContain(reply.status());
  }
  await request.dispose();
});

import { cookieOf, raw } from '../stack/raw.ts';
import { newcomer } from '../stack/people.ts';
import { app, control, expect, grafanaUrl, sessionOf, stack, test } from './app.ts';
import { noteToasts, toastsOf } from './toasts.ts';

/** The least time between two toasts of one topic. */
const quietMs = 10_000;
const names = ['toast1', 'toast2', 'toast3', 'toast4'];

test.describe('servers that go down together', () => {
  test.skip(stack === undefined, 'needs the sshd whose host key can change');
  test.use({ person: newcomer });

  test.beforeAll(async () => {
    // As the specs before leave it; whoever runs this one alone has not set the organisation up.
    const settings = { enabled: true, pinned: true, jsonData: { exporterUrl: stack?.fresh.url }, secureJsonData: { apiToken: stack?.fresh.token } };
    const reply = await raw(grafanaUrl, '/api/plugins/shellwatch-fleet-app/settings', { method: 'POST', headers: { cookie: cookieOf(sessionOf(newcomer)) }, body: JSON.stringify(settings) });
    expect(reply.status, reply.body).toBe(200);
  });

  test('are told in one toast, and what follows waits for its turn', async ({ page }) => {
    const proxy = '/api/plugin-proxy/shellwatch-fleet-app';
    const made: Array<{ id: string; revision: number }> = [];
    for (const [at, name] of names.entries()) {
      const reply = await page.request.post(`${proxy}/admin/servers`, {
        data: { name, host: `127.0.4.${at + 1}`, port: stack?.rekeyed.port, username: stack?.rekeyed.user, auth: { type: 'key', privateKey: stack?.rekeyed.privateKey }, hostKeyPolicy: 'trust-first', interval: '5s' },
      });
      expect(reply.status(), await reply.text()).toBe(201);
      made.push((await reply.json()) as { id: string; revision: number });
    }
    const states = async () => {
      const { servers } = (await (await page.request.get(`${proxy}/view/status/realtime`)).json()) as { servers: Array<{ name: string; state: string }> };
      return names.map((name) => servers.find((one) => one.name === name)?.state);
    };
    await expect.poll(states, { timeout: 60_000 }).toEqual(names.map(() => 'up'));
    await noteToasts(page);
    await page.goto(`${app}/fleet`);
    await expect(page.getByText(/^live/).first()).toBeVisible();
    await control('rekey');
    await expect.poll(states, { timeout: 60_000 }).toEqual(names.map(() => 'down'));
    const down = async () => (await toastsOf(page)).filter(({ text }) => /(is|are) down/.test(text));
    await expect.poll(async () => (await down()).length, { timeout: 30_000 }).toBeGreaterThan(0);
    // As long as a second toast of what came late would wait.
    await page.waitForTimeout(quietMs + 3_000);
    const toasts = await down();
    console.info(toasts.map(({ at, text }) => `${(at / 1000).toFixed(1)} s: ${text}`).join(' | '));
    expect(toasts.length).toBeLessThan(names.length);
    toasts.slice(1).forEach(({ at }, index) => expect(at - (toasts[index]?.at ?? 0)).toBeGreaterThan(quietMs - 100));
    for (const { id, revision } of made) {
      expect((await page.request.delete(`${proxy}/admin/servers/${id}`, { headers: { 'if-match': `"${revision}"` } })).ok()).toBe(true);
    }
  });
});

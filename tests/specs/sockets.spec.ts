import type { Page } from '@playwright/test';
import { cookieOf, raw } from '../stack/raw.ts';
import { admin, leaver, newcomer } from '../stack/people.ts';
import { app, expect, grafanaUrl, sessionOf, stack, test } from './app.ts';

interface Socket {
  opened: boolean;
  bye: string | undefined;
  /** From the greeting to the end. */
  seconds: number;
}

/** A socket of the page itself, until it ends. */
const socket = (page: Page, route: string): Promise<Socket> =>
  page.evaluate(
    (where) =>
      new Promise<Socket>((resolve) => {
        const opened = new WebSocket(`${window.location.origin.replace('http', 'ws')}/api/plugin-proxy/shellwatch-fleet-app/${where}/ws`);
        const seen: Socket = { opened: false, bye: undefined, seconds: 0 };
        let since = 0;
        opened.onmessage = ({ data }) => {
          const message = JSON.parse(String(data)) as { type: string; reason?: string };
          if (message.type === 'hello') {
            since = performance.now();
            seen.opened = true;
            opened.send(JSON.stringify({ type: 'subscribe', id: 'a', topic: 'status' }));
          }
          seen.bye = message.type === 'bye' ? message.reason : seen.bye;
        };
        opened.onclose = () => resolve({ ...seen, seconds: (performance.now() - since) / 1000 });
      }),
    route
  );

const feedAgeSeconds = stack?.feedAgeSeconds ?? 0;

test.describe('an open socket', () => {
  test.skip(stack === undefined, 'needs the exporter whose sockets age fast');
  test.use({ person: leaver });

  test.beforeAll(async () => {
    // The organisation may be as it was made: whoever runs this spec alone has not set it up.
    const settings = { enabled: true, pinned: true, jsonData: { exporterUrl: stack?.fresh.url }, secureJsonData: { apiToken: stack?.fresh.token } };
    const reply = await raw(grafanaUrl, '/api/plugins/shellwatch-fleet-app/settings', { method: 'POST', headers: { cookie: cookieOf(sessionOf(newcomer)) }, body: JSON.stringify(settings) });
    expect(reply.status, reply.body).toBe(200);
  });

  test('ends at its age, so that a role that was taken away ends', async ({ page }) => {
    await page.goto(`${app}/commands`);
    const greeted = page.waitForEvent('websocket', (one) => one.url().includes('/operate/ws')).then((one) => one.waitForEvent('framereceived'));
    const ended = socket(page, 'operate');
    await greeted;
    // Grafana looks at the role when a socket opens, and never again.
    const role = async (to: string) => {
      const { id, orgId } = JSON.parse((await raw(grafanaUrl, `/api/users/lookup?loginOrEmail=${leaver}`, { headers: admin })).body) as { id: number; orgId: number };
      expect((await raw(grafanaUrl, `/api/orgs/${orgId}/users/${id}`, { method: 'PATCH', headers: admin, body: JSON.stringify({ role: to }) })).status).toBe(200);
    };
    await role('Viewer');
    const first = await ended;
    expect(first).toMatchObject({ opened: true, bye: 'age' });
    expect(first.seconds).toBeGreaterThan(feedAgeSeconds - 1);
    expect(first.seconds).toBeLessThan(feedAgeSeconds + 10);
    expect(await socket(page, 'operate')).toMatchObject({ opened: false });
    await role('Editor');
  });

  test('of a page is opened again without a word', async ({ page }) => {
    const sockets: string[] = [];
    page.on('websocket', (opened) => opened.url().includes('/shellwatch-fleet-app/view/ws') && sockets.push(opened.url()));
    await page.goto(`${app}/logs`);
    await expect.poll(() => sockets.length, { timeout: (feedAgeSeconds + 15) * 1_000 }).toBeGreaterThan(1);
    await expect(page.getByText(/reconnecting/i)).toHaveCount(0);
    await expect(page.getByTestId('data-testid Alert error')).toHaveCount(0);
  });
});

import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';

test.use({ person: 'viewer' });

/** What a panel shows when its query failed. */
const broken = (page: Page) => page.getByTestId('data-testid Panel status error');
const empty = (page: Page) => page.getByTestId('data-testid Panel data error message');

async function settle(page: Page) {
  await expect(page.getByLabel('Panel loading bar')).toHaveCount(0);
}

const shipped = [
  ['shellwatch-fleet', 'CPU used'],
  ['shellwatch-server', 'CPU by mode'],
  ['shellwatch-exporter', 'Servers by state'],
] as const;

for (const [uid, panel] of shipped) {
  test(`${uid}: no panel is broken, no uid is fixed`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width: 1440, height: 4_000 });
    await page.goto(`/d/${uid}?from=now-15m&to=now`);
    await expect(page.getByText(panel, { exact: true }).first()).toBeVisible();
    await settle(page);
    await expect(broken(page)).toHaveCount(0);
    // What this kind of machine does not have may be empty, and nothing else.
    const titles = await empty(page).evaluateAll((all) => all.map((one) => one.closest('section')?.querySelector('h2')?.textContent ?? '?'));
    const may = ['Temperature', 'Units by state', 'Pressure: some waited', 'Pressure: all waited', 'Clock offset', 'Failures by reason', 'Latency', 'Busy', 'Reads and writes'];
    expect(titles.filter((title) => !may.includes(title))).toEqual([]);
    const { dashboard } = (await (await page.request.get(`/api/dashboards/uid/${uid}`)).json()) as { dashboard: unknown };
    const uids = [...JSON.stringify(dashboard).matchAll(/"uid":"([^"]+)"/g)].map(([, one]) => one);
    expect(uids.filter((one) => one !== uid && !one?.startsWith('${'))).toEqual([]);
  });
}

test('the example: variables, tags as filters, incidents as annotations, panels; two of one topic share a socket', async ({ page }) => {
  test.setTimeout(120_000);
  const thrown: string[] = [];
  page.on('pageerror', ({ message }) => thrown.push(message));
  const sockets: string[] = [];
  const subscribed: string[] = [];
  page.on('websocket', (socket) => {
    if (socket.url().endsWith('/ws') && socket.url().includes('/datasources/')) {
      sockets.push(socket.url());
      socket.on('framesent', ({ payload }) => subscribed.push(String(payload)));
    }
  });
  await page.setViewportSize({ width: 1440, height: 2_400 });
  await page.goto('/d/shellwatch-examples?var-server=web1');
  await expect(page.getByText('gone1').first()).toBeVisible();
  await expect(page.getByText('Kernel', { exact: true }).first()).toBeVisible();
  await settle(page);
  await expect(broken(page)).toHaveCount(0);
  await expect.poll(() => subscribed.filter((text) => text.includes('"topic":"status"')).length).toBe(1);
  expect(sockets).toHaveLength(1);

  // The grid leads to the server's page.
  await expect(page.getByRole('link', { name: /^gone1(?!:)/ }).first()).toHaveAttribute('href', /\/a\/shellwatch-fleet-app\/server\//);

  // Tags narrow what every panel shows.
  await page.goto('/d/shellwatch-examples?var-server=web1&var-filters=role%7C%3D%7Cweb');
  await expect(page.getByRole('link', { name: /web2/ }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: /^gone1(?!:)/ })).toHaveCount(0);
  await expect(page.getByText('gone1: server down')).toHaveCount(0);
  // Open and resolved incidents together are drawn into the graphs.
  expect(thrown).toEqual([]);
});

test.describe('an editor’s own dashboard', () => {
  test.use({ person: 'editor' });

  test('two panels of one topic share a socket and a place on it', async ({ page }) => {
    const source = { type: 'shellwatch-fleet-datasource', uid: 'shellwatch' };
    const panel = (id: number) => ({ id, type: 'shellwatch-servergrid-panel', title: `grid ${id}`, gridPos: { x: 0, y: 8 * id, w: 12, h: 8 }, datasource: source, targets: [{ refId: 'A', datasource: source, kind: 'status', servers: '', live: true }] });
    const made = await page.request.post('/api/dashboards/db', { data: { overwrite: true, dashboard: { uid: 'e2e-two-grids', title: 'Two grids', panels: [panel(1), panel(2)], schemaVersion: 41 } } });
    expect(made.ok()).toBe(true);
    const sent: string[][] = [];
    page.on('websocket', (socket) => {
      if (socket.url().includes('/datasources/')) {
        const frames: string[] = [];
        sent.push(frames);
        socket.on('framesent', ({ payload }) => frames.push(String(payload)));
      }
    });
    await page.goto('/d/e2e-two-grids');
    await expect(page.getByRole('link', { name: /^web1/ })).toHaveCount(2);
    await expect.poll(() => sent.flat().filter((text) => text.includes('"topic":"status"')).length).toBe(1);
    expect(sent).toHaveLength(1);
    await page.request.delete('/api/dashboards/uid/e2e-two-grids');
  });
});

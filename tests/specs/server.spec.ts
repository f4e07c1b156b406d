import { serverId } from '../stack/api.ts';
import { app, expect, test } from './app.ts';

const view = '/api/plugin-proxy/shellwatch-fleet-app/view';

test('a server’s page says how it is and how it is reached', async ({ page }) => {
  const { items } = (await (await page.request.get(`${view}/servers?text=db1`)).json()) as { items: Array<{ id: string }> };
  await page.goto(`${app}/server/${items[0]?.id}`);
  await expect(page).toHaveURL(/overview/);
  await expect(page.getByText(/^live · \d+ s ago/)).toBeVisible();
  for (const title of ['CPU', 'Memory', 'Load', 'Disk space used']) {
    await expect(page.getByRole('heading', { name: title, exact: true }).first(), title).toBeVisible();
  }
  await expect(page.getByRole('region', { name: 'Mounts' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Changes' }).getByText(/Incident “.*memory/i).first()).toBeVisible();
  // The incident of its memory is drawn into the graphs.
  await expect(page.locator('main [data-testid="data-testid annotation-marker"], main .u-over [style*="border-bottom"]').first()).toBeAttached();
  await page.getByRole('tab', { name: 'Connection' }).click();
  await expect(page.getByText('through web1')).toBeVisible();
  const session = page.getByRole('region', { name: 'Session' });
  await expect(session.getByText('1 login since the exporter started')).toBeVisible();
  await expect(session.getByText(/perl|awk|shell/)).toBeVisible();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText(/Shellwatch can read this server/)).toBeVisible();
});

test('a server that was never reached says why there is nothing, and leads to the test', async ({ page }) => {
  await page.goto(`${app}/server/${await serverId(page.request, 'gone1')}/metrics`);
  await expect(page.getByText('Prometheus has no values of gone1 yet')).toBeVisible();
  await expect(page.getByText('ECONNREFUSED').first()).toBeVisible();
  await expect(page.locator('main .uplot')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Hardware' }).click();
  await expect(page.getByText('The specs of gone1 were not read yet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Read now' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Test the connection' }).click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status', { name: 'Connection test' })).toContainText('Nothing listens on this port');
});

test.describe('as a viewer', () => {
  test.use({ person: 'viewer' });
  test('a server’s page offers nothing that the role does not allow', async ({ page }) => {
    await page.goto(`${app}/fleet?view=table`);
    await page.getByRole('table', { name: 'Servers' }).getByRole('link', { name: 'web1' }).click();
    await expect(page.getByText(/^live · \d+ s ago/)).toBeVisible();
    for (const name of ['Maintenance', 'More actions', 'Retry now', 'Start monitoring']) {
      await expect(page.getByRole('button', { name }), name).toHaveCount(0);
    }
    await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
    await page.getByRole('tab', { name: 'Connection' }).click();
    await expect(page.getByRole('region', { name: 'Session' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Test connection' })).toHaveCount(0);
    await page.goto(`${app}/servers`);
    await expect(page.getByText(/Your role does not let you/).or(page.getByRole('heading', { name: 'Welcome to Grafana' })).first()).toBeVisible();
  });
});

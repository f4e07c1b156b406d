import { newcomer } from '../stack/people.ts';
import { app, control, expect, stack, test } from './app.ts';

/** The first minutes, in an organisation where nothing is set up: each test goes on where the one before ended. */
test.describe.serial('a newcomer', () => {
  test.skip(stack === undefined, 'needs the stack of GRAFANA_HOME runs');
  test.use({ person: newcomer });

  const configuration = '/plugins/shellwatch-fleet-app?page=configuration';
  const result = { role: 'status', name: 'Result of the test' } as const;

  test('is led to the configuration, which names the step that fails', async ({ page }) => {
    await page.goto(configuration);
    const [address, token, save] = [page.getByLabel('Address'), page.getByLabel('API token'), page.getByRole('button', { name: 'Save and test' })];
    await save.click();
    await expect(page.getByText('Enter the address, such as')).toBeVisible();

    // Nobody listens on port 9, the discard service of old.
    await address.fill('http://127.0.0.1:9');
    await token.fill('not-a-token');
    await save.click();
    const steps = page.getByRole(result.role, { name: result.name });
    await expect(steps).toContainText('Grafana can not reach the exporter');
    await expect(steps).toContainText('Not tried: a step before failed.');

    await address.fill(stack?.fresh.url ?? '');
    await save.click();
    await expect(page.getByText('It answers as version')).toBeVisible();
    await expect(steps).toContainText('The exporter does not know this token');
  });

  test('connects, and makes the data source with one click', async ({ page }) => {
    await page.goto(configuration);
    await page.getByRole('button', { name: 'Reset' }).first().click();
    await page.getByLabel('API token').fill(stack?.fresh.token ?? '');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await expect(page.getByText('A new API token')).toBeVisible();
    await expect(page.getByText('It knows you as grafana:newcomer.')).toBeVisible();
    await page.getByRole('button', { name: 'Create data source' }).click();
    await page.getByRole('group', { name: 'Shellwatch data source' }).getByRole('link', { name: 'Shellwatch', exact: true }).click();
    await page.getByRole('button', { name: 'Save & test' }).click();
    await expect(page.getByText(/The exporter answers; token “.*” \(viewer\) sees 0 servers/)).toBeVisible();
  });

  test('comes from an empty fleet to a green server within a minute', async ({ page }) => {
    const begun = Date.now();
    await page.goto(`${app}/fleet`);
    await expect(page.getByText('No servers yet')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Import servers' })).toBeVisible();
    await page.getByRole('link', { name: 'Add a server' }).click();
    await page.getByLabel(/^Address/).fill(`ssh -p ${stack?.rekeyed.port} ${stack?.rekeyed.user}@127.0.2.1`);
    await page.getByLabel(/^Name/).fill('first1');
    await expect(page.getByLabel(/^Port/)).toHaveValue(String(stack?.rekeyed.port));

    await page.getByRole('button', { name: 'Generate a key pair' }).click();
    await expect(page.getByText(/ssh-ed25519 AAAA.* shellwatch.*authorized_keys/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Copy the command' })).toBeVisible();
    await page.getByLabel(/^Private key/).fill(stack?.rekeyed.privateKey ?? '');

    await page.getByRole('button', { name: 'Test connection' }).click();
    const steps = page.getByRole('status', { name: 'Connection test' });
    await expect(page.getByText('The host key of first1 is not known yet')).toBeVisible();
    await expect(page.getByText(/^SHA256:/).first()).toBeVisible();
    await expect(page.getByText(/ssh-keygen -lf/)).toBeVisible();
    await expect(steps.getByRole('img', { name: 'skipped' }).first()).toBeVisible();
    await page.getByRole('button', { name: /accept this key/ }).click();
    await expect(steps.getByText(/Shellwatch can read this server/)).toBeVisible();
    await page.getByRole('button', { name: 'Save server' }).click();
    await expect(page.getByText('up', { exact: false }).first()).toBeVisible();
    await expect(page.getByText('Memory', { exact: true })).toBeVisible();
    expect(Date.now() - begun).toBeLessThan(60_000);
  });

  test('is told when the server shows another host key, and decides', async ({ page }) => {
    await control('rekey');
    await page.goto(`${app}/fleet`);
    const needs = page.getByRole('region', { name: 'Needs a person' });
    await expect(needs.getByText('first1')).toBeVisible({ timeout: 60_000 });
    await needs.getByRole('link', { name: 'Compare keys' }).click();
    await expect(page.getByText('first1 shows another host key than the pinned one')).toBeVisible();
    await expect(page.getByText('No credential was sent.')).toBeVisible();
    await page.getByRole('button', { name: 'They are the same: pin the new key' }).click();
    await expect(page.getByText('is pinned; it is polled now')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Session' }).getByText(/^connected/)).toBeVisible({ timeout: 30_000 });
  });

  test('imports more with a preview', async ({ page }) => {
    await page.goto(`${app}/servers/import`);
    const lines = [
      'Host app1', '  HostName 127.0.2.2', `  Port ${stack?.rekeyed.port}`, `  User ${stack?.rekeyed.user}`,
      'Host app2', '  HostName 127.0.2.3', `  Port ${stack?.rekeyed.port}`, `  User ${stack?.rekeyed.user}`, '  ProxyJump app1', '',
    ];
    await page.getByLabel('Or paste it').fill(lines.join('\n'));
    await page.getByRole('radio', { name: 'Key', exact: true }).check({ force: true });
    await page.getByLabel(/^Private key/).fill(stack?.rekeyed.privateKey ?? '');
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByRole('row', { name: /app2.*app1/ })).toBeVisible();
    await page.getByRole('button', { name: 'Import 2 servers' }).click();
    await expect(page.getByText('2 added, 0 changed, 0 failed')).toBeVisible();
    await page.getByRole('link', { name: 'Compare their host keys' }).click();
    await expect(page.getByText('The host key of app1 is not known yet')).toBeVisible({ timeout: 30_000 });
  });

  test('sees one banner while the exporter is away, which heals by itself', async ({ page }) => {
    await page.goto(`${app}/fleet`);
    await expect(page.getByText('first1').first()).toBeVisible();
    await control('fresh/stop');
    const banner = page.getByText('The exporter does not answer');
    await expect(banner).toBeVisible({ timeout: 60_000 });
    await expect(banner).toHaveCount(1);
    // Every query of the page fails now; the banner says it once.
    await expect(page.getByTestId('data-testid Alert error')).toHaveCount(1);
    // What was read stays, dimmed.
    const past = page.locator('[data-stale=true]').filter({ hasText: 'first1' });
    await expect(past).toHaveCSS('opacity', '0.6');
    await control('fresh/start');
    await expect(banner).toBeHidden({ timeout: 60_000 });
    await expect(past).toHaveCount(0);
    await expect(page.getByText(/^live/)).toBeVisible({ timeout: 60_000 });
  });
});

import { appendFileSync } from 'node:fs';
import { logFile } from '../stack/api.ts';
import { app, expect, stack, test } from './app.ts';

test.use({ person: 'editor' });
test.describe('logs', () => {
  test.skip(stack === undefined, 'writes into the log of GRAFANA_HOME runs');

  const write = (file: string, level: string, text: string) => appendFileSync(file, `${new Date().toISOString()} ${level} ${text}\n`);

  test('live: new lines come, wait while paused, and the end is one click away', async ({ page, context }) => {
    const file = await logFile(page.request, 'app');
    await page.goto(`${app}/logs`);
    const log = page.getByRole('log');
    await expect(log.getByText(/request 299/)).toBeVisible();
    await expect(page.getByText(/live · \d+ lines/)).toBeVisible();
    write(file, 'error', 'pool grew to 20 connections');
    await expect(log.getByText('pool grew to 20 connections')).toBeVisible();

    await page.getByRole('button', { name: 'Pause' }).click();
    write(file, 'info', 'nightly job begins');
    await page.getByRole('button', { name: 'Continue (1 new)' }).click();
    await expect(log.getByText('nightly job begins')).toBeVisible();

    await log.hover();
    await page.mouse.wheel(0, -600);
    await expect(page.getByRole('button', { name: 'Jump to live' })).toBeVisible();
    write(file, 'info', 'nightly job done');
    await expect(log.getByText('nightly job done')).toBeHidden();
    await page.getByRole('button', { name: 'Jump to live' }).click();
    await expect(log.getByText('nightly job done')).toBeVisible();

    // Levels differ by word and by colour.
    const colour = (level: string) => log.getByText(level, { exact: true }).first().evaluate((element) => getComputedStyle(element).color);
    expect(await colour('error')).not.toBe(await colour('info'));

    await expect(log.locator('[data-index]').first()).toHaveCSS('white-space', /^pre-wrap|^break-spaces/);
    await page.getByText('Wrap', { exact: true }).click();
    await expect(log.locator('[data-index]').first()).toHaveCSS('white-space', 'pre');

    // The histogram above has them too.
    await expect(page.getByRole('button', { name: /^Lines of .* error/ }).first()).toBeVisible();

    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy link' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/a/shellwatch-fleet-app/logs');
  });

  test('a search has a histogram whose bars lead into it; a line leads to what was around it', async ({ page }) => {
    await page.goto(`${app}/logs?mode=search&filter=request&levels=error`);
    await expect(page.getByText(/^\d+ lines$/)).toBeVisible();
    await page.getByRole('button', { name: /^Lines of .* error/ }).first().click();
    await expect(page).toHaveURL(/from=\d{13}/);
    await page.getByRole('log').getByRole('button').first().click();
    await page.getByRole('link', { name: 'Lines around this' }).click();
    await expect(page.getByRole('button', { name: /^Around / })).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/mode=search/);
    await page.goto(`${app}/logs?mode=recent`);
    await expect(page.getByRole('log').getByText(/took/).first()).toBeVisible();
  });

  test('the analysis leads from patterns and errors to the lines', async ({ page }) => {
    await page.goto(`${app}/logs/analysis`);
    await page.getByRole('combobox', { name: 'Server', exact: true }).click();
    await page.getByRole('option', { name: 'web1' }).click();
    const pattern = page.getByRole('link', { name: /error request <\*> took <\*>/ });
    await expect(pattern).toBeVisible();
    await page.getByRole('region', { name: 'Errors' }).getByRole('button').first().click();
    await expect(page.getByRole('heading', { name: 'Around this line' })).toBeVisible();
    await page.getByRole('link', { name: 'Open in Logs' }).click();
    await expect(page).toHaveURL(/at=\d+/);
    await page.goBack();
    await pattern.click();
    await expect(page).toHaveURL(/filter=/);
    await expect(page.getByRole('log').getByText(/error request \d+ took/).first()).toBeVisible();
    await expect(page.getByRole('log').getByText(/warning request/)).toHaveCount(0);
  });

  test('a source is added, checked, told what is wrong with it, and deleted', async ({ page }) => {
    await page.goto(`${app}/logs/sources?new=1`);
    await page.getByLabel(/^Name/).fill('e2e missing');
    await page.getByRole('combobox', { name: 'Servers' }).click();
    await page.getByRole('option', { name: 'web1' }).click();
    await page.getByRole('heading', { name: 'Add a log source' }).click();
    await page.getByLabel(/^Path/).fill('/var/log/e2e-not-there.log');
    await page.getByRole('button', { name: 'Save log source' }).click();
    await page.getByRole('button', { name: 'Check e2e missing' }).click();
    await expect(page.getByText('web1: missing')).toBeVisible();
    await page.getByRole('button', { name: 'Delete e2e missing' }).click();
    await page.getByPlaceholder(/Type "e2e missing"/).fill('e2e missing');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('link', { name: 'e2e missing' })).toBeHidden();
  });

  test('without a WebSocket the same comes as lines of a reply', async ({ page }) => {
    const file = await logFile(page.request, 'app');
    await page.routeWebSocket(/\/ws$/, (socket) => socket.close());
    const lines = page.waitForRequest(/\/view\/feed\?topic=/);
    await page.goto(`${app}/logs`);
    await lines;
    await expect(page.getByText(/live · \d+ lines/)).toBeVisible();
    write(file, 'warning', 'queue is 80 % full');
    await expect(page.getByRole('log').getByText('queue is 80 % full')).toBeVisible();
  });
});

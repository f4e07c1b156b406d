import { app, expect, test } from './app.ts';

test.describe('as an editor', () => {
  test.use({ person: 'editor' });

  test('a command runs on many servers, with the output of each', async ({ page }) => {
    await page.goto(`${app}/commands`);
    await page.getByRole('button', { name: 'Run disk_check' }).click();
    await page.getByLabel('Servers').click();
    await page.getByRole('option', { name: 'role=web' }).click();
    // A click beside the list closes it; Escape would close the drawer.
    await page.getByRole('heading', { name: 'Run disk_check' }).click();
    await page.getByRole('button', { name: /Run on \d servers?/ }).click();
    await expect(page.getByText(/\d of \d done/)).toBeVisible();
    await expect(page.getByText('Cancel the rest')).toBeHidden();
    await expect(page.getByLabel('Output').filter({ hasText: '%' }).first()).toBeVisible();
  });

  test('log lines stand live, and a pattern narrows them', async ({ page }) => {
    await page.goto(`${app}/logs`);
    await expect(page.getByRole('log').getByText(/request 299/)).toBeVisible();
    await page.getByLabel('Pattern').fill('request 297 ');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect(page).toHaveURL(/filter=/);
    await expect(page.getByRole('log').getByText(/request 297/)).toBeVisible();
    await expect(page.getByRole('log').getByText(/request 299/)).toBeHidden();
  });

  test('servers can not be added', async ({ page }) => {
    await page.goto(`${app}/fleet`);
    await expect(page.getByText('web1').first()).toBeVisible();
    await expect(page.getByRole('link', { name: 'Add server' })).toBeHidden();
  });
});

test.describe('as a viewer', () => {
  test.use({ person: 'viewer' });
  test('everything shows, nothing can be run', async ({ page }) => {
    await page.goto(`${app}/commands`);
    await expect(page.getByText('disk_check')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Run/ })).toBeHidden();
    await page.goto('/d/shellwatch-examples');
    await expect(page.getByText('web1').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Run disk_check' })).toBeHidden();
  });
});

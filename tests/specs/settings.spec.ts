import { app, expect, test } from './app.ts';

test.describe('as an admin', () => {
  test('the settings tell how the exporter is and what it keeps', async ({ page }) => {
    await page.goto(`${app}/settings`);
    await expect(page.getByRole('region', { name: 'Exporter' }).getByText('ok').first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'Retention' }).getByText('SHELLWATCH_RUN_RETENTION')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Prometheus' }).getByText('yes')).toBeVisible();
    await page.getByRole('tab', { name: 'About' }).click();
    await expect(page.getByText('Apache-2.0')).toBeVisible();
  });

  test('a token is made, shown once, works, and is revoked; the audit log tells both', async ({ page }) => {
    await page.goto(`${app}/settings/tokens`);
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel(/^Name/).fill('e2e token');
    await page.getByRole('button', { name: 'Make token' }).click();
    await expect(page.getByText('It is not shown again')).toBeVisible();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke e2e token' }).click();
    await page.getByPlaceholder(/Type "e2e token"/).fill('e2e token');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Revoke e2e token' })).toBeHidden();
    await page.getByRole('tab', { name: 'Audit log' }).click();
    await page.getByPlaceholder('Search who, what, details').fill('e2e token');
    await expect(page.getByRole('row', { name: /token.create .*e2e token/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /token.revoke .*e2e token/ })).toBeVisible();
    await expect(page).toHaveURL(/text=e2e/);
  });
});

for (const person of ['viewer', 'editor'] as const) {
  test.describe(`as ${person}`, () => {
    test.use({ person });
    test('the settings are closed', async ({ page }) => {
      const asked: string[] = [];
      page.on('request', (request) => request.url().includes('/admin/') && asked.push(request.url()));
      await page.goto(`${app}/settings/tokens`);
      // Grafana leads away from a page that its menu does not have; what it lets through, the page itself closes.
      await expect(page.getByRole('button', { name: 'New token' })).toBeHidden();
      expect(asked).toEqual([]);
    });
  });
}

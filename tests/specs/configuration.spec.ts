import { expect, test } from './app.ts';

test('the configuration page names what works, step by step', async ({ page }) => {
  await page.goto('/plugins/shellwatch-fleet-app?page=configuration');
  await page.getByRole('button', { name: 'Test connection' }).click();
  const result = page.getByRole('status', { name: 'Result of the test' });
  await expect(result).toContainText('It answers as version');
  await expect(result).toContainText('It knows you as grafana:admin');
  await expect(result).toContainText('Their versions fit');
});

test('the data source answers, with the shipped dashboards and Explore', async ({ page }) => {
  await page.goto('/d/shellwatch-examples');
  await expect(page.getByText('Servers').first()).toBeVisible();
  await expect(page.getByText('db1').first()).toBeVisible();
  await page.goto('/d/shellwatch-server');
  await expect(page.getByText('CPU by mode')).toBeVisible();
  await expect(page.getByText('No data').first()).toBeHidden();
});

import type { APIRequestContext } from '@playwright/test';
import { proxy } from './alerting.ts';
import { app, expect, test } from './app.ts';

/** Nobody takes care of incidents of this check, whatever ran before. */
async function takeBack(request: APIRequestContext, check: string) {
  const reply = await request.get(`${proxy}/view/incidents?state=acknowledged&check=${check}`);
  for (const { id } of ((await reply.json()) as { items: Array<{ id: string }> }).items) {
    expect((await request.post(`${proxy}/operate/incidents/${id}/unacknowledge`, { data: {} })).ok()).toBe(true);
  }
}

test('the fleet is filtered, grouped and sorted in its address, which can be shared and gone back from', async ({ page }) => {
  await page.goto(`${app}/fleet?view=table`);
  const table = page.getByRole('table', { name: 'Servers' });
  await expect(table.getByRole('link', { name: 'web1' })).toBeVisible();
  await page.getByPlaceholder(/Search name/).fill('web');
  await expect(page).toHaveURL(/text=web/);
  await expect(table.getByRole('link', { name: 'db1' })).toBeHidden();
  await table.getByRole('button', { name: 'CPU' }).click();
  await expect(page).toHaveURL(/sort=-cpu/);
  await expect(table.getByRole('columnheader', { name: 'CPU' })).toHaveAttribute('aria-sort', 'descending');
  await table.getByRole('link', { name: 'web1' }).click();
  await expect(page.getByRole('heading', { name: 'web1' })).toBeVisible();
  await page.goBack();
  await expect(page.getByPlaceholder(/Search name/)).toHaveValue('web');
  await page.reload();
  await expect(table.getByRole('link', { name: 'web1' })).toBeVisible();
  await expect(table.getByRole('link', { name: 'db1' })).toBeHidden();
});

test('tiles and table are kept, tags group, totals filter', async ({ page }) => {
  // The input lies over its label.
  const view = page.getByRole('radiogroup', { name: 'View' });
  await page.goto(`${app}/fleet`);
  await view.getByRole('radio', { name: 'Table' }).click();
  await expect(page.getByRole('table', { name: 'Servers' })).toBeVisible();
  await page.goto(`${app}/fleet`);
  await expect(page.getByRole('table', { name: 'Servers' })).toBeVisible();
  await view.getByRole('radio', { name: 'Tiles' }).click();
  await expect(page.getByRole('list', { name: 'Servers' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Group by tag' }).click();
  await page.getByRole('option', { name: 'role' }).click();
  await expect(page.getByRole('heading', { name: 'role=db (2)' })).toBeVisible();
  await page.getByRole('button', { name: /\d down/ }).click();
  await expect(page).toHaveURL(/status=down/);
  await expect(page.getByRole('list', { name: 'Servers' }).getByText('gone1')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Servers' }).getByText('web1')).toBeHidden();
});

test('what needs a person stands first, and a server opens by keyboard alone', async ({ page }) => {
  await takeBack(page.request, 'memory');
  await page.goto(`${app}/fleet?view=tiles`);
  const needs = page.getByRole('region', { name: 'Needs a person' });
  await expect(needs.getByText('new1')).toBeVisible();
  // A busy machine has it above its limit of CPU as well.
  const waiting = needs.getByRole('listitem').filter({ hasText: 'db1: memory' });
  await waiting.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(waiting).toBeHidden();
  const tile = page.getByRole('list', { name: 'Servers' }).getByRole('link', { name: /web1/ });
  await expect(tile.getByRole('meter').first()).toHaveAttribute('aria-label', /limit \d+ %/);
  await tile.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/server\/.*\/overview/);
});

test('values come live: the page is never older than two polls', async ({ page }) => {
  await page.goto(`${app}/fleet`);
  await expect(page.getByText(/^live · 1?\d s ago$/)).toBeVisible();
  for (let look = 0; look < 8; look += 1) {
    await page.waitForTimeout(1_000);
    await expect(page.getByText(/^live · 1?\d s ago$/)).toBeVisible();
  }
});

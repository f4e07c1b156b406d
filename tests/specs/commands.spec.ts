import { serverId } from '../stack/api.ts';
import { app, expect, test } from './app.ts';

test.use({ person: 'editor' });

test('a command is written with its matches in sight, tried, saved, run, compared and deleted', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${app}/commands/new`);
  await page.getByLabel(/^Name/).fill('e2e_words');
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.insertText('echo "red 1 $WORD"; echo "blue 22"; date +%N');
  await page.getByRole('button', { name: 'Add parameter' }).click();
  await page.getByLabel('Name of parameter 1').fill('WORD');
  await page.getByRole('button', { name: 'Add metric' }).click();

  // Tried on a real server, with a value for its parameter.
  await page.getByRole('combobox', { name: 'Try on' }).click();
  await page.getByRole('option', { name: 'web1' }).click();
  await page.getByLabel('WORD').fill('hello');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(page.getByText(/ok, exit 0/)).toBeVisible();
  await expect(page.getByLabel('Output to read')).toHaveValue(/red 1 hello\nblue 22/);

  // Matches and lines follow the pattern at every key.
  const pattern = page.getByLabel('Pattern of metric 1');
  await pattern.fill('(?P<colour>red|blue) (?P<value>\\d+)');
  await expect(page.locator('mark')).toHaveText(['red 1', 'blue 22']);
  await expect(page.getByLabel('Metric lines')).toContainText('shellwatch_command_e2e_words{colour="blue"} 22');
  await pattern.fill('(?P<colour>blue) (?P<value>\\d+)');
  await expect(page.locator('mark')).toHaveText(['blue 22']);
  await expect(page.getByLabel('Metric lines')).not.toContainText('red');
  await pattern.fill('(?P<colour>blue (?P<value>\\d+)');
  await expect(page.getByText(/missing closing \)/)).toBeVisible();
  await pattern.fill('(?P<colour>red|blue) (?P<value>\\d+)');

  await page.getByRole('button', { name: 'Save command' }).click();
  await expect(page.getByRole('heading', { name: 'e2e_words' })).toBeVisible();

  // On many, with progress and the output of each.
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('combobox', { name: 'Servers' }).click();
  await page.getByRole('option', { name: 'role=web' }).click();
  await drawer.getByRole('heading', { name: 'Run e2e_words' }).click();
  await drawer.getByRole('button', { name: /Run on \d servers/ }).click();
  await expect(drawer.getByRole('progressbar', { name: 'Runs done' })).toBeVisible();
  await expect(drawer.getByText('Cancel the rest')).toBeHidden();
  await expect(drawer.getByLabel('Output').filter({ hasText: 'blue 22' }).first()).toBeVisible();

  // The batch has a page, a run has one, and two runs have a difference.
  await drawer.getByRole('link', { name: 'Open as a page' }).click();
  await expect(page).toHaveURL(/batch=/);
  await expect(page.getByText(/3 of 3 done, 2 ok/)).toBeVisible();
  await page.goto(`${app}/commands/runs?state=ok`);
  const row = (server: string) => page.getByRole('row', { name: new RegExp(`e2e_words ${server} `) });
  await row('web1').first().getByRole('link', { name: 'Output' }).click();
  await page.getByRole('combobox', { name: 'Compare with' }).click();
  await page.getByRole('option', { name: /^web2/ }).first().click();
  await expect(page.getByLabel('web1 compared with web2')).toContainText('blue 22');
  await expect(page).toHaveURL(/with=/);
  await page.reload();
  await expect(page.getByLabel('web1 compared with web2')).toBeVisible();

  await page.goto(`${app}/commands`);
  await page.getByRole('link', { name: 'e2e_words' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByPlaceholder(/Type "e2e_words"/).fill('e2e_words');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/commands$/);
  await expect(page.getByRole('link', { name: 'e2e_words' })).toBeHidden();
});

test('a long run is cancelled, and goes on being told after the page was left', async ({ page }) => {
  test.setTimeout(120_000);
  const name = `e2e_long_${Date.now()}`;
  const made = await page.request.post('/api/plugin-proxy/shellwatch-fleet-app/operate/commands', { data: { name, script: 'echo begun; sleep 60; echo never', timeout: '2m' } });
  expect(made.status()).toBe(201);
  const { id, revision } = (await made.json()) as { id: string; revision: number };
  await page.goto(`${app}/commands/${id}`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('combobox', { name: 'Servers' }).click();
  await page.getByRole('option', { name: 'web1' }).click();
  await page.getByRole('heading', { name: `Run ${name}` }).click();
  await page.getByRole('button', { name: 'Run on 1 server' }).click();
  await expect(page.getByLabel('Output').filter({ hasText: 'begun' })).toBeVisible();
  await page.getByRole('link', { name: 'Open as a page' }).click();
  await page.reload();
  await expect(page.getByText('0 of 1 done')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(page.getByText('1 of 1 done, 0 ok')).toBeVisible();
  await expect(page.getByText('cancelled').first()).toBeVisible();
  expect((await page.request.delete(`/api/plugin-proxy/shellwatch-fleet-app/operate/commands/${id}`, { headers: { 'if-match': `"${revision}"` } })).status()).toBe(204);
});

test('the server page runs a script once and shows what commands measured there', async ({ page }) => {
  test.setTimeout(150_000);
  await page.goto(`${app}/server/${await serverId(page.request, 'web1')}/commands`);
  await expect(page.getByText('shellwatch_command_disk_check_used_percent').first()).toBeVisible({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Run a script once' }).click();
  await page.getByLabel(/^Script on web1/).fill('echo once-$((40 + 2))');
  await page.getByRole('button', { name: 'Run script' }).click();
  await expect(page.getByLabel('Output').filter({ hasText: 'once-42' })).toBeVisible();
});

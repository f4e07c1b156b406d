import { app, expect, ssh, test } from './app.ts';

test.describe('a server', () => {
  test.skip(ssh === undefined, 'needs the sshd of GRAFANA_HOME runs');

  test('from an address to first values within a minute, and away again', async ({ page }) => {
    const begun = Date.now();
    await page.goto(`${app}/servers/new`);
    await page.getByLabel(/^Address/).fill(`ssh -p ${ssh?.port} ${ssh?.user}@127.0.2.1`);
    await page.getByLabel(/^Name/).fill('e2e1');
    await page.getByLabel(/^Private key/).fill(ssh?.privateKey ?? '');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByText('The host key of e2e1 is not known yet')).toBeVisible();
    await page.getByRole('button', { name: /accept this key/ }).click();
    await expect(page.getByText(/Shellwatch can read this server/)).toBeVisible();
    await page.getByRole('button', { name: 'Save server' }).click();
    await expect(page.getByRole('link', { name: 'Open e2e1' })).toBeVisible();
    await expect(page.getByText('Memory', { exact: true })).toBeVisible();
    expect(Date.now() - begun).toBeLessThan(60_000);

    await page.getByRole('link', { name: 'Open e2e1' }).click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByText('Delete e2e1').click();
    await page.getByPlaceholder(/Type "e2e1"/).fill('e2e1');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(page).toHaveURL(/\/fleet/);
  });

  test('tells who changed it meanwhile, with both versions', async ({ page }) => {
    const proxy = '/api/plugin-proxy/shellwatch-fleet-app';
    const { items } = (await (await page.request.get(`${proxy}/view/servers?text=gone1`)).json()) as { items: Array<{ id: string; revision: number }> };
    const [gone] = items;
    await page.goto(`${app}/servers/${gone?.id}/edit`);
    await page.getByLabel('Notes').fill('mine');
    const other = await page.request.patch(`${proxy}/admin/servers/${gone?.id}`, { data: { notes: 'theirs' }, headers: { 'if-match': `"${gone?.revision}"` } });
    expect(other.status()).toBe(200);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByText('Somebody else changed gone1')).toBeVisible();
    await expect(page.getByRole('cell', { name: 'theirs' })).toBeVisible();
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await expect(page).toHaveURL(/\/server\//);
  });
});

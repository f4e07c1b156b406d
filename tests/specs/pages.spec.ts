import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { app, expect, test } from './app.ts';

const shots = path.resolve(import.meta.dirname, '../../docs/img');

/** Parts that Grafana 12.3 draws itself, with findings of its own: what opens a Combobox, a folded Collapse, the file drop, the code editor. */
const grafanasOwn = ['[id^="downshift-"][aria-expanded]', 'button[aria-controls][aria-describedby]', 'input[type="file"]', '.monaco-editor', '[data-testid*="RefreshPicker"]'];

/** Every page: its address, what tells that it is there, and its picture's name. */
async function pages(request: { get: (url: string) => Promise<{ json: () => Promise<unknown> }> }) {
  const view = '/api/plugin-proxy/shellwatch-fleet-app/view';
  const first = async (where: string, name?: string) => {
    const { items } = (await (await request.get(`${view}${where}`)).json()) as { items: Array<{ id: string; name?: string }> };
    return (items.find((item) => name === undefined || item.name === name) ?? items[0])?.id ?? '';
  };
  const web1 = await first('/servers', 'web1');
  const command = await first('/commands', 'disk_check');
  const run = await first('/runs');
  return [
    ['fleet', `${app}/fleet?view=tiles`, 'web1'],
    ['fleet-table', `${app}/fleet?view=table`, 'web1'],
    ['server-overview', `${app}/server/${web1}/overview`, 'Mounts'],
    ['server-metrics', `${app}/server/${web1}/metrics`, 'CPU by mode'],
    ['server-hardware', `${app}/server/${web1}/hardware`, 'Kernel'],
    ['server-commands', `${app}/server/${web1}/commands`, 'disk_check'],
    ['server-logs', `${app}/server/${web1}/logs`, 'Pause'],
    ['server-alerts', `${app}/server/${web1}/alerts`, 'Limits in force'],
    ['server-connection', `${app}/server/${web1}/connection`, 'Pinned host keys'],
    ['servers', `${app}/servers`, 'web1'],
    ['server-new', `${app}/servers/new`, 'Save server'],
    ['server-edit', `${app}/servers/${web1}/edit`, 'Save changes'],
    ['server-import', `${app}/servers/import`, 'Preview'],
    ['host-keys', `${app}/servers/host-keys`, 'new1'],
    ['commands', `${app}/commands`, 'disk_check'],
    ['command', `${app}/commands/${command}`, 'Interpreter'],
    ['command-edit', `${app}/commands/${command}/edit`, 'Save command'],
    ['runs', `${app}/commands/runs`, 'disk_check'],
    ['run', `${app}/commands/runs/${run}`, 'Started'],
    ['logs', `${app}/logs`, 'Pause'],
    ['logs-search', `${app}/logs?mode=60`, 'lines'],
    ['log-sources', `${app}/logs/sources`, 'app'],
    ['log-analysis', `${app}/logs/analysis?server=${web1}`, 'Patterns'],
    ['alerts', `${app}/alerts`, 'Alerts'],
    ['settings-health', `${app}/settings/health`, 'Exporter'],
    ['settings-tokens', `${app}/settings/tokens`, 'New token'],
    ['settings-audit', `${app}/settings/audit`, 'server.create'],
    ['settings-about', `${app}/settings/about`, 'Apache-2.0'],
    ['configuration', '/plugins/shellwatch-fleet-app?page=configuration', 'Test connection'],
  ] as const;
}

for (const theme of ['light', 'dark'] as const) {
  test(`every page in ${theme}: it opens, has no serious finding, fits a phone`, async ({ page }) => {
    test.setTimeout(900_000);
    const findings: string[] = [];
    for (const [name, url, text] of await pages(page.request)) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${url}${url.includes('?') ? '&' : '?'}theme=${theme}`);
      await expect(page.getByText(text).first(), name).toBeVisible();
      await page.waitForTimeout(1_500);
      await page.screenshot({ path: path.join(shots, `${name}-${theme}.png`) });
      const axe = await grafanasOwn.reduce((builder, part) => builder.exclude(part), new AxeBuilder({ page }).include('main')).analyze();
      findings.push(...axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html.slice(0, 160)).slice(0, 2).join(' | ')}`));
      await page.setViewportSize({ width: 390, height: 844 });
      await page.waitForTimeout(500);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 1) {
        findings.push(`${name}: ${wide} px wider than a phone`);
      }
      if (theme === 'light') {
        await page.screenshot({ path: path.join(shots, `${name}-narrow.png`) });
      }
    }
    expect(findings).toEqual([]);
  });
}

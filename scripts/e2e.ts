// Runs the browser tests against a real Grafana: GRAFANA_HOME names a folder with a built one, GRAFANA_URL one that runs already.
// With GRAFANA_HOME everything else is started too: an sshd, the exporter of this tree, Prometheus; and ended afterwards.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeAlerting } from '../tests/stack/alerting.ts';
import { startControl } from '../tests/stack/control.ts';
import { startExporter } from '../tests/stack/exporter.ts';
import { makeFleet } from '../tests/stack/fleet.ts';
import { startGrafana } from '../tests/stack/grafana.ts';
import { makePeople } from '../tests/stack/people.ts';
import { startPrometheus } from '../tests/stack/prometheus.ts';
import { startTelegram } from '../tests/stack/telegram.ts';
import { startSshd } from '../tests/stack/sshServer.ts';
import type { Part } from '../tests/stack/process.ts';

const root = path.resolve(import.meta.dirname, '..');
const { GRAFANA_HOME: home, GRAFANA_URL: url } = process.env;
/** The built plugin to test, dist/ unless told. */
const dist = path.resolve(process.env['PLUGIN_DIST'] ?? path.join(root, 'dist'));

/** Long enough for a page to be looked at, short enough to be waited for. */
const feedAgeSeconds = 20;
const webhookSecret = randomBytes(24).toString('hex');

const playwright = (env: Record<string, string>) =>
  new Promise<number>((resolve) => {
    const child = spawn(path.join(root, 'node_modules/.bin/playwright'), ['test', '-c', path.join(root, 'tests/playwright.config.ts'), ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, ...env } });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => child.kill('SIGTERM'));
    }
    child.once('exit', (code) => resolve(code ?? 1));
  });

async function withHome(grafanaHome: string): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-e2e-'));
  const parts: Part[] = [];
  const end = async () => {
    for (const part of parts.splice(0)) {
      await part.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end().then(() => process.exit(1)));
  }
  const keep = <T extends Part>(part: T): T => {
    parts.unshift(part);
    return part;
  };
  try {
    const ssh = keep(await startSshd(folder));
    const telegram = keep(await startTelegram(root, folder));
    const exporter = keep(await startExporter(root, folder, 'exporter', { SHELLWATCH_TELEGRAM_API_ROOT: telegram.url, SHELLWATCH_GRAFANA_COMPARE: '5s', SHELLWATCH_WEBHOOK_SECRET: webhookSecret }));
    // What the newcomer finds: an exporter without a server, whose sockets age fast, and a machine whose host key can change.
    const fresh = keep(await startExporter(root, folder, 'fresh', { SHELLWATCH_FEED_MAX_AGE: `${feedAgeSeconds}s` }));
    const rekeyed = keep(await startSshd(folder, 'rekeyed'));
    const control = keep(await startControl({ 'fresh/stop': fresh.stop, 'fresh/start': fresh.start, rekey: rekeyed.rekey }));
    await makeFleet(exporter, ssh, folder);
    await makeAlerting(exporter, webhookSecret, telegram.token);
    const prometheus = keep(await startPrometheus(folder, exporter.url));
    const token = async (kind: string) => (await exporter.api<{ token: string }>('POST', '/tokens', { name: `e2e ${kind}`, kind })).token;
    // Grafana starts while the exporter is down, in every run: a machine that boots starts them in any order.
    const tokens = { SHELLWATCH_GRAFANA_TOKEN: await token('grafana'), SHELLWATCH_DATASOURCE_TOKEN: await token('datasource') };
    await exporter.stop();
    const grafana = keep(
      await startGrafana({
        home: grafanaHome,
        root,
        dist,
        folder,
        env: {
          SHELLWATCH_EXPORTER_URL: exporter.url,
          ...tokens,
          SHELLWATCH_WEBHOOK_SECRET: webhookSecret,
          SHELLWATCH_PROMETHEUS_URL: prometheus.url,
          SHELLWATCH_DASHBOARDS: path.join(root, 'provisioning/dashboards/examples'),
        },
      })
    );
    await exporter.start();
    const freshToken = (await fresh.api<{ token: string }>('POST', '/tokens', { name: 'grafana', kind: 'grafana' })).token;
    const people = path.join(folder, 'people');
    await makePeople(grafana.url, people);
    return await playwright({
      GRAFANA_URL: grafana.url,
      E2E_PEOPLE: people,
      E2E_STACK: JSON.stringify({ ssh, rekeyed, control: control.url, telegram: telegram.control, fresh: { url: fresh.url, token: freshToken }, feedAgeSeconds }),
    });
  } finally {
    await end();
  }
}

async function withUrl(grafana: string): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-e2e-'));
  try {
    await makePeople(grafana, folder);
    return await playwright({ GRAFANA_URL: grafana, E2E_PEOPLE: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (home !== undefined) {
  if (!existsSync(path.join(dist, 'module.js'))) {
    console.error(`There is no plugin in ${dist}: run npm run build first.`);
    process.exit(1);
  }
  process.exitCode = await withHome(home);
} else if (url !== undefined) {
  process.exitCode = await withUrl(url.replace(/\/$/, ''));
} else {
  console.log('Browser tests need a Grafana: set GRAFANA_HOME to a folder with a built one, or GRAFANA_URL to one that runs. Nothing was tested.');
}

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDaemon, type Daemon } from './daemon.ts';
import { freePort } from './freePort.ts';

/** Where an unpacked Grafana stands; a part that is not in Debian, so tests that need it say so and skip. */
export const grafanaHome = process.env['GRAFANA_HOME'];
export const haveGrafana = grafanaHome !== undefined && existsSync(path.join(grafanaHome, 'bin', 'grafana'));

export interface GrafanaOptions {
  prometheusUrl: string;
  /** Files of provisioning/alerting, by path. */
  alerting: readonly string[];
  env: Record<string, string>;
  /** More lines for the configuration. */
  config?: string;
}

export interface TestGrafana extends Daemon {
  readonly url: string;
  /** As the server's admin. */
  ask<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
}

const configuration = (folder: string, port: number, more: string) => `
[paths]
data = ${folder}/data
logs = ${folder}/logs
plugins = ${folder}/plugins
provisioning = ${folder}/provisioning
[server]
http_addr = 127.0.0.1
http_port = ${port}
root_url = http://127.0.0.1:${port}/
[security]
admin_user = admin
admin_password = admin
[analytics]
reporting_enabled = false
check_for_updates = false
check_for_plugin_updates = false
[plugins]
preinstall_disabled = true
[news]
news_feed_enabled = false
[unified_alerting]
alertmanager_config_poll_interval = 5s
${more}
`;

/** A real Grafana with the alerting files of the repository, on a fresh database. Always `stop()` it. */
export async function startGrafana({ prometheusUrl, alerting, env, config = '' }: GrafanaOptions): Promise<TestGrafana> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-grafana-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  for (const name of ['plugins', 'provisioning/alerting', 'provisioning/datasources']) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  alerting.forEach((file) => cpSync(file, path.join(folder, 'provisioning/alerting', path.basename(file))));
  const datasources = `apiVersion: 1\ndatasources:\n  - { name: Prometheus, uid: prometheus, type: prometheus, access: proxy, url: ${prometheusUrl}, isDefault: true }\n`;
  writeFileSync(path.join(folder, 'provisioning/datasources/prometheus.yaml'), datasources);
  writeFileSync(path.join(folder, 'grafana.ini'), configuration(folder, port, config));
  const home = grafanaHome as string;
  const daemon = await startDaemon(path.join(home, 'bin/grafana'), ['server', '--homepath', home, '--config', `${folder}/grafana.ini`], {
    env,
    ready: async () => (await fetch(`${url}/api/health`)).ok,
    ended: () => rmSync(folder, { recursive: true, force: true }),
  });
  return {
    ...daemon,
    url,
    async ask<T>(method: string, target: string, body?: unknown) {
      const reply = await fetch(`${url}${target}`, {
        method,
        headers: { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      return { status: reply.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
    },
  };
}

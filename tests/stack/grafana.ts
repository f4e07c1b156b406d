import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answers, freePort, run, type Part } from './process.ts';

export interface GrafanaOptions {
  home: string;
  root: string;
  /** The built plugin. */
  dist: string;
  folder: string;
  env: Record<string, string>;
}

const unsigned = ['shellwatch-fleet-app', 'shellwatch-fleet-datasource', 'shellwatch-servergrid-panel', 'shellwatch-command-panel', 'shellwatch-specs-panel', 'shellwatch-incidents-panel'].join(',');

/** A Grafana from a built folder, with the plugin of dist/ and the provisioning of this tree. */
export async function startGrafana({ home, root, dist, folder, env }: GrafanaOptions): Promise<Part & { url: string }> {
  const at = path.join(folder, 'grafana');
  mkdirSync(path.join(at, 'plugins'), { recursive: true });
  mkdirSync(path.join(at, 'provisioning', 'alerting'), { recursive: true });
  for (const file of ['shellwatch-rules.yaml', 'shellwatch-contact-point.yaml']) {
    symlinkSync(path.join(root, 'provisioning/alerting', file), path.join(at, 'provisioning/alerting', file));
  }
  symlinkSync(dist, path.join(at, 'plugins', 'shellwatch-fleet-app'));
  for (const part of ['plugins', 'datasources', 'dashboards']) {
    symlinkSync(path.join(root, 'provisioning', part), path.join(at, 'provisioning', part));
  }
  // Sessions stay the same for the whole run: Playwright keeps each person's in a file.
  const port = await freePort();
  const ini = path.join(at, 'grafana.ini');
  writeFileSync(
    ini,
    `[paths]\ndata = ${at}/data\nlogs = ${at}/logs\nplugins = ${at}/plugins\nprovisioning = ${at}/provisioning\n` +
      `[server]\nhttp_addr = 127.0.0.1\nhttp_port = ${port}\nroot_url = http://127.0.0.1:${port}/\n[security]\nadmin_user = admin\nadmin_password = admin\n[auth]\ntoken_rotation_interval_minutes = 1440\n` +
      '[analytics]\nreporting_enabled = false\ncheck_for_updates = false\ncheck_for_plugin_updates = false\nfeedback_links_enabled = false\n' +
      `[plugins]\npreinstall_disabled = true\npublic_key_retrieval_disabled = true\nallow_loading_unsigned_plugins = ${unsigned}\n[news]\nnews_feed_enabled = false\n[unified_alerting]\nalertmanager_config_poll_interval = 5s\n[log]\nmode = console\n`
  );
  const part = run('grafana', folder, path.join(home, 'bin', 'grafana'), ['server', '--homepath', home, '--config', ini], env);
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/api/health`, 90_000);
  return { ...part, url };
}

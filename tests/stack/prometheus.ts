import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { answers, freePort, run, type Part } from './process.ts';

/** A real Prometheus that scrapes the exporter. */
export async function startPrometheus(folder: string, exporterUrl: string): Promise<Part & { url: string }> {
  const port = await freePort();
  const config = path.join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '5s' },
      scrape_configs: [{ job_name: 'shellwatch', honor_labels: true, authorization: { credentials_file: path.join(folder, 'exporter', 'admin-token') }, static_configs: [{ targets: [exporterUrl.slice(7)] }] }],
    })
  );
  const part = run('prometheus', folder, 'prometheus', [`--config.file=${config}`, `--storage.tsdb.path=${path.join(folder, 'tsdb')}`, `--web.listen-address=127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/-/ready`, 30_000);
  return { ...part, url };
}

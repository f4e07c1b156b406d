/**
 * A real Prometheus on an ephemeral port, with a folder of its own:
 *
 *   const prometheus = await startPrometheus({ 'prometheus.yml': text, token });
 *   await prometheus.query('up')        [{ metric: { instance: 'web1' }, value: 1 }]
 *   await prometheus.stop()             always
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { eventually } from './service.ts';

export const havePrometheus = spawnSync('prometheus', ['--version']).status === 0 && spawnSync('promtool', ['--version']).status === 0;

export interface Series {
  metric: Record<string, string>;
  value: number;
}

export interface PrometheusServer {
  readonly url: string;
  readonly folder: string;
  /** What it logged: warnings and errors. */
  readonly log: () => string;
  query(expression: string): Promise<Series[]>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Writes files into a folder of their own, as Prometheus or promtool wants them. */
export function prometheusFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-prometheus-'));
  Object.entries(files).forEach(([name, text]) => writeFileSync(path.join(folder, name), text));
  return folder;
}

export async function startPrometheus(files: { 'prometheus.yml': string } & Record<string, string>): Promise<PrometheusServer> {
  const folder = prometheusFolder(files);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/tsdb`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'];
  const child = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const get = async (target: string) => {
    const reply = await request(url + target);
    return { status: reply.statusCode, body: await reply.body.text() };
  };
  await eventually(
    async () => child.exitCode !== null || (await get('/-/ready').catch(() => undefined))?.status === 200,
    () => `Prometheus to be ready: ${log}`,
    30_000
  );
  return {
    url,
    folder,
    log: () => log,
    async query(expression) {
      const { body } = await get(`/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data } = JSON.parse(body) as { data: { result: Array<{ metric: Record<string, string>; value: [number, string] }> } };
      return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.kill('SIGKILL');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

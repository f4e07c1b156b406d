/**
 * A real Prometheus on a port of its own, with a folder of its own:
 *
 *   const prometheus = await startPrometheus({ 'prometheus.yml': text, token });
 *   await prometheus.query('up')        [{ metric: { instance: 'web1' }, value: 1 }]
 *   await prometheus.stop()             always
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDaemon, type Daemon } from './daemon.ts';
import { freePort } from './freePort.ts';

export const havePrometheus = spawnSync('prometheus', ['--version']).status === 0 && spawnSync('promtool', ['--version']).status === 0;

export interface Series {
  metric: Record<string, string>;
  value: number;
}

export interface TestPrometheus extends Daemon {
  readonly url: string;
  readonly folder: string;
  /** An instant query. */
  query(expression: string): Promise<Series[]>;
}

type Answer = { status: 'success'; data: { result: Array<{ metric: Record<string, string>; value: [number, string] }> } } | { status: 'error'; error: string };

/** Writes files into a folder of their own, as Prometheus or promtool wants them. */
export function prometheusFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-prometheus-'));
  Object.entries(files).forEach(([name, text]) => writeFileSync(path.join(folder, name), text));
  return folder;
}

export async function startPrometheus(files: { 'prometheus.yml': string } & Record<string, string>): Promise<TestPrometheus> {
  const folder = prometheusFolder(files);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/tsdb`, `--web.listen-address=127.0.0.1:${port}`];
  const daemon = await startDaemon('prometheus', args, { cwd: folder, ready: async () => (await fetch(`${url}/-/ready`)).ok, ended: () => rmSync(folder, { recursive: true, force: true }) });
  return {
    ...daemon,
    url,
    folder,
    async query(expression) {
      const answer = (await (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`)).json()) as Answer;
      if (answer.status === 'error') {
        throw new Error(`${expression}: ${answer.error}`);
      }
      return answer.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
  };
}

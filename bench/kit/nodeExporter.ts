import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Agent, request } from 'undici';
import { freePort } from '../../exporter/test/freePort.ts';
import { until } from '../../exporter/test/processes.ts';

const binary = '/usr/bin/prometheus-node-exporter';
export const haveNodeExporter = existsSync(binary);

/** The real node_exporter with its defaults, and somebody who scrapes it over one kept connection as Prometheus does. */
export async function startNodeExporter(args: readonly string[] = []) {
  const port = await freePort();
  const child = spawn(binary, [`--web.listen-address=127.0.0.1:${port}`, '--log.level=error', ...args], {
    stdio: 'ignore',
  });
  const agent = new Agent({ keepAliveTimeout: 600_000 });
  const url = `http://127.0.0.1:${port}/metrics`;
  const scrape = async (): Promise<string> => {
    const reply = await request(url, {
      dispatcher: agent,
      headers: { 'accept-encoding': 'gzip', accept: 'text/plain;version=0.0.4' },
    });
    const bytes = await reply.body.arrayBuffer();
    return `${bytes.byteLength}`;
  };
  let up = false;
  const tryIt = () =>
    void scrape().then(
      () => (up = true),
      () => undefined
    );
  await until(() => (up || tryIt(), up), 'node_exporter to answer');
  return {
    pid: child.pid ?? 0,
    port,
    url,
    scrape,
    async stop() {
      child.kill('SIGKILL');
      await agent.close();
    },
  };
}

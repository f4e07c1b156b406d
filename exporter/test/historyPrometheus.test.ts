import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HistoryQuery } from '../../contract/metrics.ts';
import { systemClock } from '../src/clock.ts';
import { createHistory, type History } from '../src/fleet/history/history.ts';
import { vitalsQueries } from '../src/fleet/history/vitalsQueries.ts';
import { createLog } from '../src/log.ts';
import { startDaemon, type Daemon } from './daemon.ts';
import { databases, type FreshDatabase } from './databases.ts';
import { freePort } from './freePort.ts';

const here = spawnSync('promtool', ['--version']).status === 0 && spawnSync('prometheus', ['--version']).status === 0;
const hour = 3600;
const step = 15;

/**
 * Three days of a server as its scrapes would have left them, each with what the formula says at that second:
 * load climbs by 1 an hour; a counter grows by 10 a second and is reset once; one CPU of two is busy.
 */
function openMetrics(end: number): string {
  const start = end - 72 * hour;
  const families: Array<[string, string, string, (age: number) => number]> = [
    ['node_load1', 'gauge', '', (age) => Math.floor(age / hour)],
    ['node_network_receive_bytes_total', 'counter', ',device="eth0"', (age) => (age % (40 * hour)) * 10],
    ['node_network_receive_bytes_total', 'counter', ',device="lo"', (age) => age],
    ['node_cpu_seconds_total', 'counter', ',cpu="0",mode="idle"', (age) => age],
    ['node_cpu_seconds_total', 'counter', ',cpu="0",mode="user"', () => 5],
    ['node_cpu_seconds_total', 'counter', ',cpu="1",mode="idle"', () => 7],
    ['node_cpu_seconds_total', 'counter', ',cpu="1",mode="user"', (age) => age],
    ['node_filesystem_size_bytes', 'gauge', ',device="/dev/sda1",mountpoint="/"', () => 1000],
    ['node_filesystem_free_bytes', 'gauge', ',device="/dev/sda1",mountpoint="/"', () => 400],
    ['node_filesystem_avail_bytes', 'gauge', ',device="/dev/sda1",mountpoint="/"', () => 200],
  ];
  const lines: string[] = [];
  let last = '';
  for (const [name, type, labels, value] of families) {
    // OpenMetrics names a counter's family without its suffix.
    const family = name.replace(/_total$/, '');
    if (family !== last) {
      lines.push(`# TYPE ${family} ${type}`);
      last = family;
    }
    for (let at = start; at <= end; at += step) {
      lines.push(`${name}{instance="web1",job="node",role="web"${labels}} ${value(at - start)} ${at}`);
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

(here ? describe : describe.skip)('long ranges from a real Prometheus (skipped without prometheus and promtool)', () => {
  const end = Math.floor(Date.now() / 1000 / hour) * hour;
  const at = (hoursBefore: number): string => new Date((end - hoursBefore * hour) * 1000).toISOString();
  let folder: string;
  let daemon: Daemon;
  let database: FreshDatabase;
  let history: History;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-tsdb-'));
    writeFileSync(path.join(folder, 'past.txt'), openMetrics(end));
    const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', path.join(folder, 'past.txt'), path.join(folder, 'data')], { encoding: 'utf8' });
    expect([made.status, made.stderr]).toEqual([0, expect.anything()]);
    writeFileSync(path.join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`];
    daemon = await startDaemon('/usr/bin/prometheus', args, { cwd: folder, ready: async () => (await fetch(`${url}/-/ready`)).ok });
    database = await (databases[0] as (typeof databases)[number]).create();
    const settings = { retentionMs: 1e12, maxBytes: 1e12, flushMs: 60_000, exclude: undefined };
    history = createHistory({ store: database.store, clock: systemClock, log: createLog('error'), settings, prometheus: { url, headers: {}, afterMs: 24 * hour * 1000 } });
  }, 60_000);
  afterAll(async () => {
    await daemon?.stop();
    await database?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = (query: Record<string, unknown>) =>
    history.range({ id: 'a', name: 'web1', tags: { role: 'web' }, intervalMs: step * 1000 }, HistoryQuery.parse(query), new AbortController().signal);

  it('gives mean, minimum and maximum of each step, with the labels that are the server’s own', async () => {
    const reply = await ask({ family: 'node_load1', from: at(48), to: at(44), step: '1h' });
    expect(reply).toMatchObject({ source: 'prometheus', type: 'gauge', stepSeconds: 3600, from: at(48), to: at(44) });
    expect(reply.series).toHaveLength(1);
    expect(reply.series[0]?.labels).toEqual({});
    // A range in PromQL takes its end in, so the first sample of the next hour is the maximum.
    expect(reply.series[0]?.min).toEqual([24, 25, 26, 27]);
    expect(reply.series[0]?.max).toEqual([25, 26, 27, 28]);
    reply.series[0]?.mean.forEach((mean, i) => expect(mean).toBeCloseTo(24 + i, 1));
  });

  it('gives counters as rates over a reset, filtered by label', async () => {
    const reply = await ask({ family: 'node_network_receive_bytes_total', from: at(40), to: at(28), step: '1h', rate: 'true', label: 'device!=lo' });
    expect(reply.series.map(({ labels }) => labels)).toEqual([{ device: 'eth0' }]);
    for (const mean of reply.series[0]?.mean ?? []) {
      expect(mean).toBeGreaterThan(9.5);
      expect(mean).toBeLessThan(10.5);
    }
  });

  it('computes vitals, which Prometheus does not have, from what it has', async () => {
    const means = async (name: string) => {
      const reply = await ask({ family: `shellwatch_vitals_${name}`, from: at(36), to: at(30), step: '2h' });
      // How many steps there are depends on where the hour stands; each must have the same mean.
      return reply.series.map(({ labels, mean }) => [labels, [...new Set(mean.map((value) => Math.round((value ?? NaN) * 1000) / 1000))]]);
    };
    expect(await means('cpu_used_ratio')).toEqual([[{}, [0.5]]]);
    expect(await means('cpu_each_used_ratio')).toEqual([[{ cpu: '0' }, [0]], [{ cpu: '1' }, [1]]]);
    expect(await means('mount_used_ratio')).toEqual([[{ mountpoint: '/' }, [0.75]]]);
    expect((await means('network_receive_bytes_per_second')).map(([labels]) => labels)).toEqual([{ device: 'eth0' }]);
  });

  it('has every vitals family as valid PromQL', async () => {
    for (const family of Object.keys(vitalsQueries)) {
      await expect(ask({ family, from: at(36), to: at(35) })).resolves.toMatchObject({ source: 'prometheus' });
    }
  });

  it('reads what is recent from the store, and says so when Prometheus can not be asked', async () => {
    expect(await ask({ family: 'node_load1', from: new Date(Date.now() - 3600_000).toISOString() })).toMatchObject({ source: 'store' });
    await expect(ask({ family: 'node_load1', from: at(60), to: at(30), label: 'x=~(' })).rejects.toMatchObject({ code: 'unprocessable' });
    await daemon.stop();
    await expect(ask({ family: 'node_load1', from: at(60), to: at(30) })).rejects.toMatchObject({ code: 'history_unavailable' });
  });
});

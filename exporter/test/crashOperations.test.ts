import { readFileSync, appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import type { Client } from '../../contract/client.ts';
import { connect } from '../src/cli/connect.ts';
import { readConfig } from '../src/config.ts';
import { openFeedClient } from './feedClient.ts';
import { eventually } from './service.ts';
import { dataFolder, startServiceProcess, type CliProcess } from './serviceProcess.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd ? describe : describe.skip;
const rounds = 10;

maybe(`kill -9 of the service, ${rounds} times, while runs go on, lines are counted and a feed is open (skipped where there is no sshd)`, () => {
  let data: ReturnType<typeof dataFolder>;
  let sshd: Sshd;
  let service: CliProcess & { url: string };
  let client: Client;
  let token = '';
  let serverId = '';
  const start = async () => {
    service = await startServiceProcess(data.env);
    token = readFileSync(path.join(data.folder, 'admin-token'), 'utf8').trim();
    client = connect(readConfig({ SHELLWATCH_URL: service.url, SHELLWATCH_TOKEN: token }));
  };
  const up = () => eventually(async () => (await client.getServerStatus({ params: { id: serverId } })).state === 'up', () => 'the server to be up', 30_000);
  beforeAll(async () => {
    data = dataFolder();
    sshd = await startSshd({ logLevel: 'ERROR' });
    await start();
    const { username } = sshd.target();
    ({ id: serverId } = await client.createServer({
      body: { name: 'web1', host: sshd.host, port: sshd.port, username, hostKeyPolicy: 'trust-first', auth: { type: 'key', privateKey: sshd.clientKey.privateKey } },
    }));
    await up();
  }, 60_000);
  afterAll(async () => {
    service?.kill('SIGKILL');
    await service?.ended;
    await sshd?.stop();
    data?.remove();
  });

  it('loses no acknowledged run and no line, counts none twice, and no counter goes back', async () => {
    const log = path.join(data.folder, 'app.log');
    writeFileSync(log, '');
    await client.createLogSource({ body: { name: 'app', serverId, type: 'file', path: log, rules: [{ name: 'hit', pattern: 'ERROR hit' }] } });
    const counter = async (pattern: RegExp): Promise<number> => {
      const reply = await request(`${service.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
      return Number(pattern.exec(await reply.body.text())?.[1] ?? NaN);
    };
    const hits = () => counter(/^shellwatch_log_matches_total\{instance="web1",source="app",rule="hit"\} (\d+)/m);
    const knocks = () => counter(/^shellwatch_log_lines_total\{instance="web1",source="app",level="info"\} (\d+)/m);
    // What stands in the file before the follower does is not its to count: knocks tell that it is there.
    await eventually(
      async () => {
        appendFileSync(log, 'INFO knock\n');
        return (await knocks()) > 0;
      },
      () => 'the follower to count',
      30_000
    );

    // Run once, before the first kill: its value stands for a day, whatever becomes of the exporter.
    const measured = await client.createCommand({ body: { name: 'done', script: 'echo 7', extractions: [{ source: 'regex', pattern: '(?P<value>\\d+)', type: 'counter' }] } });
    await client.runCommand({ params: { id: measured.id }, body: { selector: { all: true } } });
    const done = () => counter(/^shellwatch_command_done_total\{instance="web1"\} (\d+)/m);
    await eventually(async () => (await done()) === 7, () => 'the value of the command');

    let written = 0;
    let seen = 0;
    const acknowledged: string[] = [];
    let epoch = '';
    for (let round = 0; round < rounds; round += 1) {
      const feed = await openFeedClient(`${service.url}/ws`, { authorization: `Bearer ${token}` });
      feed.send({ type: 'subscribe', id: '1', topic: 'status', ...(epoch === '' ? {} : { resume: { epoch, seq: 0 } }) });
      const subscribed = await feed.hears('subscribed');
      // Another life of the exporter: no resume is pretended, a snapshot says how things are.
      expect([subscribed.resumed, (await feed.hears('snapshot')).topic]).toEqual([false, 'status']);
      expect(subscribed.epoch).not.toBe(epoch);
      ({ epoch } = subscribed);

      for (const script of ['echo quick', 'sleep 1; echo slow', 'sleep 30']) {
        const { runs } = await client.runOnServer({ params: { id: serverId }, body: { script, timeout: '60s' } });
        acknowledged.push(...runs.map((run) => run.id));
      }
      for (let burst = 0; burst < 10 + round * 7; burst += 1) {
        appendFileSync(log, 'ERROR hit\n'.repeat(20));
        written += 20;
        await sleep(20);
      }
      const now = await hits();
      if (Number.isFinite(now)) {
        expect(now).toBeGreaterThanOrEqual(seen);
        seen = now;
      }
      service.kill('SIGKILL');
      expect((await service.ended).signal).toBe('SIGKILL');
      feed.socket.terminate();
      appendFileSync(log, 'ERROR hit\n'.repeat(5));
      written += 5;
      await start();
      await up();
      for (const id of acknowledged) {
        const run = await client.getRun({ params: { id } });
        expect(['ok', 'lost']).toContain(run.state);
        expect(run.state === 'ok' ? run.exitCode : run.error).toEqual(run.state === 'ok' ? 0 : expect.stringContaining('exporter stopped'));
      }
      await eventually(async () => Number.isFinite(await hits()), () => 'the counter');
      const after = await hits();
      expect(after).toBeGreaterThanOrEqual(seen);
      seen = after;
      await eventually(async () => (await done()) === 7, () => 'the value of the command, again');
    }
    await eventually(async () => (await hits()) === written, () => `${written} hits`, 30_000);
    // Nothing comes twice later either: the next write of counts is two seconds away.
    await sleep(2500);
    expect(await hits()).toBe(written);
    const states = await Promise.all(acknowledged.map(async (id) => (await client.getRun({ params: { id } })).state));
    console.info(`${rounds} times kill -9: ${written} lines counted once each; of ${acknowledged.length} acknowledged runs ${states.filter((state) => state === 'ok').length} ended well, ${states.filter((state) => state === 'lost').length} are told as lost`);
  }, 240_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LogSource } from '../../contract/logSource.ts';
import { openFeedClient, type TestFeedClient } from './feedClient.ts';
import { descendants, signal, until } from './processes.ts';
import { startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd ? describe : describe.skip;
const rounds = 8;
const perRound = 25;
const longestMs = 5000;

maybe(`tails come and go, ${rounds * perRound} times (skipped where there is no sshd)`, () => {
  let service: TestService;
  let sshd: Sshd;
  let folder = '';
  const sources: LogSource[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-orphans-'));
    sshd = await startSshd({ logLevel: 'ERROR', config: ['MaxSessions 200'] });
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s', SHELLWATCH_LOG_LEVEL: 'error' });
    const { username } = sshd.target();
    const { id } = await service.client.createServer({
      body: { name: 'web1', host: sshd.host, port: sshd.port, username, hostKeyPolicy: 'trust-first', auth: { type: 'key', privateKey: sshd.clientKey.privateKey } },
    });
    await service.reaches(id, 'up');
    const create = (name: string, source: Record<string, unknown>) => service.client.createLogSource({ body: { name, serverId: id, type: 'file', ...source } });
    for (let index = 0; index < perRound - 1; index += 1) {
      writeFileSync(path.join(folder, `${index}.log`), `line 0 of ${index}\n`);
      sources.push(await create(`file${index}`, { path: path.join(folder, `${index}.log`) }));
    }
    // Says nothing, so a closed pipe would never end it.
    sources.push(await create('silent', { type: 'command', command: `echo on; tail -f '${folder}/0.log' | grep --line-buffered never` }));
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    await sshd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Processes that name this test's folder, in arguments or environment: the followers and what they started. */
  const followers = (): number[] =>
    descendants(sshd.pid).flatMap(({ pid }) => {
      try {
        return (readFileSync(`/proc/${pid}/environ`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8')).includes(folder) ? [pid] : [];
      } catch {
        return [];
      }
    });
  const strays = (): string[] =>
    readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && (readFileSync(`/proc/${pid}/environ`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8')).includes(folder);
      } catch {
        return false;
      }
    });

  it('leaves no process behind, and ends each within 5 s of its last viewer', async () => {
    const url = `${service.url}/ws`;
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const clients: TestFeedClient[] = await Promise.all(
        sources.map(async ({ id }) => {
          const client = await openFeedClient(url, { authorization: `Bearer ${service.adminToken}` });
          client.send({ type: 'subscribe', id: '1', topic: 'log', filter: { source: id } });
          await client.hears('snapshot');
          return client;
        })
      );
      await until(() => followers().length >= perRound, 'a follower for each source', 20_000);
      if (round % 4 === 1) {
        followers().slice(0, 5).forEach((pid) => signal(pid, 'SIGKILL'));
      }
      if (round % 4 === 2) {
        // The connection breaks: its sshd is gone, and nobody tells the followers.
        descendants(sshd.pid).filter(({ name }) => name === 'sshd').forEach(({ pid }) => signal(pid, 'SIGKILL'));
      }
      if (round % 4 === 3) {
        sources.forEach((_, index) => appendFileSync(path.join(folder, `${index}.log`), `line of round ${round}\n`));
      }
      const began = Date.now();
      clients.forEach(({ socket }, index) => (index % 2 === 0 ? socket.terminate() : socket.close()));
      await until(() => strays().length === 0, `no follower to be left in round ${round}; ${strays().length} are`, longestMs);
      times.push(Date.now() - began);
    }
    console.info(`${rounds * perRound} tails: all processes gone ${Math.min(...times)} to ${Math.max(...times)} ms after the last viewer, 0 left`);
    expect(strays()).toEqual([]);
  }, 180_000);
});

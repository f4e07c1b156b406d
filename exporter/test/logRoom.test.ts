import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import type { LogSource } from '../../contract/logSource.ts';
import { openFeedClient, type TestFeedClient } from './feedClient.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd ? describe : describe.skip;

maybe('logs, from a file on a server to lines, counts and a tail (skipped where there is no sshd)', () => {
  let service: TestService;
  let sshd: Sshd;
  let folder = '';
  let serverId = '';
  let data = '';
  const start = () => startTestService({ SHELLWATCH_POLL_INTERVAL: '1s', SHELLWATCH_DATA_DIR: data, SHELLWATCH_ADMIN_TOKEN: 'an-admin-token-of-this-test-0123456789' });
  const file = (name: string) => path.join(folder, name);
  const line = (second: number, text: string) => `2026-11-23T10:00:${String(second).padStart(2, '0')}Z ${text}\n`;
  const add = (changes: Record<string, unknown>): Promise<LogSource> => service.client.createLogSource({ body: { name: String(changes['name']), serverId, type: 'file', ...changes } });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-logs-'));
    sshd = await startSshd({ logLevel: 'ERROR' });
    data = mkdtempSync(path.join(tmpdir(), 'shellwatch-data-'));
    service = await start();
    const { username } = sshd.target();
    serverId = (
      await service.client.createServer({
        body: { name: 'web1', host: sshd.host, port: sshd.port, username, hostKeyPolicy: 'trust-first', tags: { role: 'web' }, auth: { type: 'key', privateKey: sshd.clientKey.privateKey } },
      })
    ).id;
    await service.reaches(serverId, 'up');
  });
  afterAll(async () => {
    await service?.stop();
    await sshd?.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(data, { recursive: true, force: true });
  });

  it('gives the last entries with level and time, filtered', async () => {
    writeFileSync(file('app.log'), Array.from({ length: 50 }, (_, index) => line(index, index % 10 === 3 ? `ERROR job ${index} failed` : `INFO job ${index} done`)).join(''));
    const { id } = await add({ name: 'app', path: file('app.log') });
    const all = await service.client.recentLogs({ params: { id }, query: { lines: 5 } });
    expect(all.lines.map((one) => one.message)).toEqual([45, 46, 47, 48, 49].map((index) => `INFO job ${index} done`));
    expect(all.lines[0]).toMatchObject({ time: '2026-11-23T10:00:45.000Z', level: 'info', file: file('app.log'), serverName: 'web1' });
    const failed = await service.client.recentLogs({ params: { id }, query: { filter: 'job \\d+ failed', level: 'error' } });
    expect(failed.lines).toHaveLength(5);
    expect((await service.client.recentLogs({ params: { id }, query: { filter: 'job 13 failed' } })).lines).toHaveLength(1);
    const since = await service.client.recentLogs({ params: { id }, query: { since: '2026-11-23T10:00:48Z' } });
    expect(since.lines).toHaveLength(2);
    const bad = await service.ask('GET', `/api/v1/logs/recent/${id}?filter=(`);
    expect([bad.status, bad.json()]).toMatchObject([422, { code: 'unprocessable', details: [{ field: 'filter' }] }]);
  });

  it('a file of 10 GB costs what its end costs', async () => {
    writeFileSync(file('huge.log'), '');
    truncateSync(file('huge.log'), 10 * 2 ** 30);
    appendFileSync(file('huge.log'), `\n${line(1, 'INFO one')}${line(2, 'INFO two')}`);
    const { id } = await add({ name: 'huge', path: file('huge.log') });
    const read = await service.client.recentLogs({ params: { id }, query: { lines: 2 } });
    expect(read.lines.map((one) => one.message)).toEqual(['INFO one', 'INFO two']);
    expect(read.bytesRead).toBeLessThan(1 << 20);
    rmSync(file('huge.log'));
  });

  it('finds a fixed text beside NUL bytes, and in lines that take their time from the one before', async () => {
    // A program that goes on at its old offset after copytruncate leaves a hole.
    writeFileSync(file('hole.log'), `${'\0'.repeat(5000)}\n${line(1, 'INFO begun')}${line(20, 'ERROR it broke')}\tat somewhere deep\n${line(30, 'INFO goes on')}`);
    const { id, revision } = await add({ name: 'hole', path: file('hole.log') });
    const recent = await service.client.recentLogs({ params: { id }, query: { filter: 'INFO begun' } });
    expect(recent.lines.map((one) => one.message)).toEqual(['INFO begun']);
    const found = await service.client.searchLogs({ query: { source: id, filter: 'somewhere deep', from: '2026-11-23T10:00:10Z' } });
    expect(found.lines.map((one) => one.text)).toEqual(['\tat somewhere deep']);
    expect((await service.client.searchLogs({ query: { source: id, filter: 'somewhere deep', from: '2026-11-23T10:00:25Z' } })).lines).toEqual([]);
    await service.client.deleteLogSource({ params: { id }, ifMatch: `"${revision}"` });
  });

  it('says what is wrong with a source, and takes no path that climbs', async () => {
    const missing = await add({ name: 'gone', path: file('none.log') });
    const read = await service.client.recentLogs({ params: { id: missing.id }, query: {} });
    expect(read).toMatchObject({ lines: [], problems: [{ code: 'missing', serverName: 'web1' }] });
    const directory = await add({ name: 'folder', path: folder });
    expect((await service.client.checkLogSource({ params: { id: directory.id } })).states).toMatchObject([{ state: 'directory' }]);
    for (const bad of ['/var/../etc/shadow', 'var/log/x', '/a\nb']) {
      const reply = await service.ask('POST', '/api/v1/logs/sources', { body: { name: 'bad', serverId, type: 'file', path: bad } });
      expect([reply.status, reply.json()]).toMatchObject([400, { code: 'bad_request' }]);
    }
    const shell = await add({ name: 'shell', path: '/tmp/$(touch PWNED)`id`;x' });
    expect((await service.client.recentLogs({ params: { id: shell.id }, query: {} })).problems[0]?.code).toBe('missing');
    for (const { id, revision } of [missing, directory, shell]) {
      await service.client.deleteLogSource({ params: { id }, ifMatch: `"${revision}"` });
    }
  });

  it('tells how a source does that is followed, though nobody reads it', async () => {
    const late = await add({ name: 'late', path: file('late.log'), count: true });
    const state = async () => (await service.client.getLogSource({ params: { id: late.id } })).states[0];
    await eventually(async () => (await state())?.state === 'missing', () => 'that it is missing');
    expect((await state())?.message).toBe(`${file('late.log')}: There is no such file; check the path, or whether the service has logged yet.`);
    writeFileSync(file('late.log'), line(1, 'INFO here'));
    await eventually(async () => (await state())?.state === 'ok', () => 'that it is there', 10_000);
    await service.client.deleteLogSource({ params: { id: late.id }, ifMatch: '*' });
  }, 20_000);

  it('reads on in rotated and gzip siblings, and merges a search by time', async () => {
    writeFileSync(file('r.log.2.gz'), gzipSync(line(1, 'INFO first')));
    writeFileSync(file('r.log.1'), line(2, 'INFO second'));
    writeFileSync(file('r.log'), line(3, 'INFO third'));
    const r = await add({ name: 'rotated', path: file('r.log') });
    const without = await service.client.recentLogs({ params: { id: r.id }, query: {} });
    expect(without.lines).toHaveLength(1);
    const withSiblings = await service.client.recentLogs({ params: { id: r.id }, query: { rotated: 'true' } });
    expect(withSiblings.lines.map((one) => one.message)).toEqual(['INFO first', 'INFO second', 'INFO third']);

    // A glob that finds the siblings, too, does not bring them twice.
    const all = await add({ name: 'all of them', path: file('r.log*') });
    const globbed = await service.client.recentLogs({ params: { id: all.id }, query: { rotated: 'true' } });
    expect(globbed.lines.map((one) => one.message)).toEqual(['INFO first', 'INFO second', 'INFO third']);

    writeFileSync(file('c.txt'), '');
    const command = await add({ name: 'said', type: 'command', path: null, command: `printf '%s\\n' '2026-11-23T10:00:02.500Z said between'` });
    const found = await service.client.searchLogs({ query: { source: [r.id, command.id], from: '2026-11-23T10:00:02Z' } });
    expect(found.lines.map((one) => one.message)).toEqual(['INFO second', 'said between', 'INFO third']);
  });

  it('tells the audit log who made the command of a source run, once', async () => {
    const { id } = await add({ name: 'asked', type: 'command', path: null, command: `echo asked` });
    const reader = service.clientOf(await service.token({ name: 'reader', role: 'viewer' }));
    const entries = async () => (await service.client.listAudit({ query: { action: 'log_source.run', target: 'asked' } })).items.map(({ actor, details }) => [actor, details]);
    expect(await entries()).toEqual([]);
    await reader.recentLogs({ params: { id }, query: {} });
    await reader.searchLogs({ query: { source: id } });
    expect(await entries()).toEqual([['token:reader', { servers: ['web1'] }]]);
    const client = await openFeedClient(`${service.url}/ws`, { authorization: `Bearer ${service.adminToken}` });
    client.send({ type: 'subscribe', id: '1', topic: 'log', filter: { source: id } });
    await client.hears('change', ({ data }) => 'lines' in data && data.lines.some(({ text }) => text === 'asked'));
    await client.close();
    expect(await entries()).toHaveLength(2);
  });

  it('analyses a window', async () => {
    const analysis = await service.client.analyzeLogs({ params: { id: serverId }, query: { from: '2026-11-23T10:00:00Z', to: '2026-11-23T10:01:00Z', buckets: 6 } });
    expect(analysis.levels).toMatchObject({ error: 5 });
    expect(analysis.patterns[0]).toMatchObject({ pattern: 'INFO job <*> done', count: 45, trend: 'new' });
    expect(analysis.errors[0]?.line.message).toBe('ERROR job 3 failed');
    expect(analysis.buckets).toHaveLength(6);
  });

  it('tails over the feed, through a rotation', async () => {
    writeFileSync(file('t.log'), line(1, 'INFO old'));
    const { id } = await add({ name: 'tailed', path: file('t.log') });
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/ws`, { headers: { authorization: `Bearer ${service.adminToken}` } });
    const texts: string[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; data?: { lines: Array<{ message: string }> } };
      texts.push(...(message.data?.lines ?? []).map((one) => `${message.type} ${one.message}`));
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', topic: 'log', filter: { source: id } }));
    await eventually(async () => texts.includes('snapshot INFO old'), () => `the snapshot: ${texts.join()}`);
    // The follower stands at the end once it tells the first line that is written after it began.
    await eventually(
      async () => {
        appendFileSync(file('t.log'), line(2, 'INFO knock'));
        return texts.includes('change INFO knock');
      },
      () => `the first live line: ${texts.join()}`
    );
    renameSync(file('t.log'), file('t.log.1'));
    writeFileSync(file('t.log'), line(3, 'INFO after rotation'));
    await eventually(async () => texts.includes('change INFO after rotation'), () => `the new file: ${texts.join()}`);
    socket.close();
  });

  it('tells a busy file to viewers who come, go and resume, each line once', async () => {
    writeFileSync(file('busy.log'), '');
    const { id } = await add({ name: 'busy', path: file('busy.log') });
    let written = 0;
    const writing = setInterval(() => {
      appendFileSync(file('busy.log'), Array.from({ length: 20 }, () => `line ${written++}\n`).join(''));
    }, 5);
    const numbers = (client: TestFeedClient) =>
      client.heard.flatMap((message) => ((message.type === 'snapshot' || message.type === 'change') && message.topic === 'log' ? message.data.lines.map((one) => Number(one.message.slice(5))) : []));
    const whole = (found: number[]) => expect(found).toEqual(Array.from({ length: found.length }, (_, index) => (found[0] ?? 0) + index));
    const url = `${service.url}/ws`;
    try {
      let resume: { epoch: string; seq: number } | undefined;
      let before = -1;
      for (let round = 0; round < 6; round += 1) {
        const client = await openFeedClient(url, { authorization: `Bearer ${service.adminToken}` });
        client.send({ type: 'subscribe', id: '1', topic: 'log', filter: { source: id, lines: 50 }, ...(resume === undefined ? {} : { resume }) });
        const { resumed, epoch } = await client.hears('subscribed');
        expect(resumed).toBe(resume !== undefined);
        const enough = written + 400;
        await eventually(async () => (numbers(client).at(-1) ?? 0) > enough, () => `line ${enough}; the last is ${numbers(client).at(-1)}`);
        client.socket.terminate();
        const found = numbers(client);
        whole(found);
        // What came while nobody looked is not missing.
        expect(resumed ? found[0] : before + 1).toBe(before + 1);
        before = found.at(-1) ?? -1;
        resume = { epoch, seq: Math.max(...client.heard.flatMap((message) => (message.type === 'change' ? [message.seq] : []))) };
      }
    } finally {
      clearInterval(writing);
    }
  }, 60_000);

  it('counts every line of a source that is changed again and again while somebody looks at it', async () => {
    writeFileSync(file('edited.log'), '');
    const body = { name: 'edited', serverId, type: 'file' as const, path: file('edited.log'), count: true };
    const { id } = await service.client.createLogSource({ body });
    await eventually(async () => (await service.client.getLogSource({ params: { id } })).states[0]?.state === 'ok', () => 'the follower to stand at the end');
    let written = 0;
    const writing = setInterval(() => {
      appendFileSync(file('edited.log'), Array.from({ length: 20 }, () => line(1, `INFO line ${written++}`)).join(''));
    }, 10);
    const client = await openFeedClient(`${service.url}/ws`, { authorization: `Bearer ${service.adminToken}` });
    const look = (round: number) => client.send({ type: 'subscribe', id: String(round), topic: 'log', filter: { source: id } });
    // Comes back at once whenever the change ends it, as a page does.
    let [round, ended] = [0, 0];
    client.socket.on('message', (data) => {
      if ((JSON.parse(String(data)) as { type: string }).type === 'unsubscribed') {
        ended += 1;
        look((round += 1));
      }
    });
    try {
      look(round);
      for (let change = 1; change <= 6; change += 1) {
        await new Promise((resolve) => setTimeout(resolve, 700));
        await service.client.replaceLogSource({ params: { id }, body: { ...body, rules: [{ name: 'lines', pattern: `line|${change}` }] }, ifMatch: '*' });
      }
      await eventually(async () => ended >= 6, () => `six ends; there were ${ended}`);
    } finally {
      clearInterval(writing);
      client.socket.terminate();
    }
    const counted = async () => Number(/shellwatch_log_lines_total\{source="edited",level="info"\} (\d+)/.exec((await service.ask('GET', '/probe?target=web1')).text)?.[1]);
    await eventually(async () => (await counted()) >= written, () => `${written} lines`);
    expect(await counted()).toBe(written);
  }, 60_000);

  it('counts lines and rules without loss or double count, also over a restart', async () => {
    writeFileSync(file('n.log'), '');
    const count = { count: true, rules: [{ name: 'refused', pattern: 'connection refused' }] };
    await add({ name: 'counted', path: file('n.log'), ...count });
    const value = async (pattern: RegExp) => Number(pattern.exec((await service.ask('GET', '/probe?target=web1')).text)?.[1] ?? NaN);
    const errors = () => value(/shellwatch_log_lines_total\{source="counted",level="error"\} (\d+)/);
    const refused = () => value(/shellwatch_log_matches_total\{source="counted",rule="refused"\} (\d+)/);
    expect(await refused()).toBe(0);
    let written = 0;
    const write = (times: number) => {
      for (let index = 0; index < times; index += 1) {
        appendFileSync(file('n.log'), line(5, `ERROR connection refused ${(written += 1)}`));
      }
    };
    await eventually(
      async () => {
        write(1);
        return (await errors()) > 0;
      },
      () => 'the first count'
    );
    write(50);
    await eventually(async () => (await errors()) >= 50, () => 'the counts');
    const before = await refused();
    await service.stop();
    write(25);
    service = await start();
    await service.reaches(serverId, 'up');
    expect(await refused()).toBeGreaterThanOrEqual(before);
    let settled = -1;
    await eventually(
      async () => {
        const now = await refused();
        const same = now === settled && now >= before + 25;
        settled = now;
        return same;
      },
      () => 'what was written meanwhile',
      30_000
    );
    // The lines before the follower began to stand at the end are not its to count.
    expect(settled).toBeGreaterThanOrEqual(75);
    expect(settled).toBeLessThanOrEqual(written);
    expect(await errors()).toBe(settled);
  }, 60_000);
});

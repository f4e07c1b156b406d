import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFakeClock } from './fakeClock.ts';
import { openFeedClient, refusedUpgrade, type TestFeedClient } from './feedClient.ts';
import { jobOf, startFeedServer, statusOf } from './feedServer.ts';
import { until } from './processes.ts';

type Server = Awaited<ReturnType<typeof startFeedServer>>;
const viewer = { authorization: 'Bearer viewer' };

describe('the feed over WebSocket', () => {
  let server: Server;
  const clients: TestFeedClient[] = [];
  const open = async (headers: Record<string, string> = viewer): Promise<TestFeedClient> => {
    const client = await openFeedClient(`${server.url}/ws`, headers);
    clients.push(client);
    return client;
  };
  beforeEach(async () => {
    server = await startFeedServer();
  });
  afterEach(async () => {
    await server.stop();
    clients.splice(0).forEach(({ socket }) => socket.terminate());
  });

  it('greets, sends a snapshot first and then changes, in order and numbered', async () => {
    const client = await open();
    expect(await client.hears('hello')).toMatchObject({ version: 'test', topics: ['status', 'jobs'] });
    client.send({ type: 'subscribe', id: '1', topic: 'status' });
    await client.hears('snapshot');
    server.status.publish({ server: statusOf('a'), gone: false });
    server.status.publish({ server: statusOf('b', 'down'), gone: false });
    await client.hears('change', ({ seq }) => seq === 2);
    expect(client.heard.slice(1)).toMatchObject([
      { type: 'subscribed', id: '1', topic: 'status', resumed: false },
      { type: 'snapshot', id: '1', seq: 0 },
      { type: 'change', id: '1', seq: 1, data: { server: { id: 'a' } } },
      { type: 'change', id: '1', seq: 2, data: { server: { id: 'b', state: 'down' } } },
    ]);
  });

  it('carries many topics on one socket, filtered, until unsubscribed', async () => {
    const client = await open();
    client.send({ type: 'subscribe', id: 'one', topic: 'status', filter: { server: 'a' } });
    client.send({ type: 'subscribe', id: 'jobs', topic: 'jobs' });
    await client.hears('snapshot', ({ id }) => id === 'jobs');
    server.status.publish({ server: statusOf('b'), gone: false });
    server.status.publish({ server: statusOf('a'), gone: false });
    server.jobs.publish(jobOf('j', 1), 'j');
    await client.hears('change', ({ id }) => id === 'jobs');
    client.send({ type: 'unsubscribe', id: 'one' });
    await client.hears('unsubscribed', ({ id, reason }) => id === 'one' && reason === 'asked');
    server.status.publish({ server: statusOf('a', 'down'), gone: false });
    client.send({ type: 'ping' });
    await client.hears('pong');
    expect(client.heard.filter((message) => message.type === 'change').map(({ id, seq }) => [id, seq])).toEqual([['one', 2], ['jobs', 1]]);
  });

  it('resumes after a drop without loss, and begins anew when too much was missed or the exporter is another', async () => {
    const first = await open();
    first.send({ type: 'subscribe', id: '1', topic: 'status' });
    const { epoch } = await first.hears('subscribed');
    server.status.publish({ server: statusOf('a'), gone: false });
    await first.hears('change');
    await first.close();
    server.status.publish({ server: statusOf('b'), gone: false });
    server.status.publish({ server: statusOf('c'), gone: false });
    const second = await open();
    second.send({ type: 'subscribe', id: '1', topic: 'status', resume: { epoch, seq: 1 } });
    server.status.publish({ server: statusOf('d'), gone: false });
    await second.hears('change', ({ seq }) => seq === 4);
    expect(second.heard.slice(1).map((message) => [message.type, 'seq' in message ? message.seq : null])).toEqual([['subscribed', null], ['change', 2], ['change', 3], ['change', 4]]);
    for (let i = 0; i < 300; i += 1) {
      server.status.publish({ server: statusOf('e'), gone: false });
    }
    const third = await open();
    third.send({ type: 'subscribe', id: 'old', topic: 'status', resume: { epoch, seq: 1 } });
    third.send({ type: 'subscribe', id: 'other', topic: 'status', resume: { epoch: 'another', seq: 304 } });
    expect(await third.hears('subscribed', ({ id }) => id === 'old')).toMatchObject({ resumed: false });
    expect(await third.hears('subscribed', ({ id }) => id === 'other')).toMatchObject({ resumed: false });
  });

  it('answers what it can not do by its code, and goes on', async () => {
    const client = await open();
    const errors = async (message: unknown) => {
      const before = client.heard.length;
      client.send(message);
      await until(() => client.heard.length > before, 'an answer');
      const answer = client.heard.at(-1);
      return answer?.type === 'error' ? [answer.id, answer.code, JSON.stringify(answer.details ?? null)] : answer;
    };
    expect(await errors('{nonsense')).toEqual([null, 'bad_json', 'null']);
    expect(await errors({ type: 'dance' })).toMatchObject([null, 'bad_request', expect.stringContaining('type')]);
    expect(await errors({ type: 'subscribe', id: '1', topic: 'status', filter: { nope: 1 } })).toMatchObject(['1', 'bad_request', expect.stringContaining('filter.nope')]);
    expect(await errors({ type: 'subscribe', id: '1', topic: 'incidents' })).toEqual(['1', 'not_found', 'null']);
    expect(await errors({ type: 'unsubscribe', id: '7' })).toEqual(['7', 'not_found', 'null']);
    client.send({ type: 'subscribe', id: '1', topic: 'status' });
    await client.hears('snapshot');
    expect(await errors({ type: 'subscribe', id: '1', topic: 'jobs' })).toEqual(['1', 'conflict', 'null']);
    client.socket.send(Buffer.from([1, 2, 3]), { binary: true });
    await until(() => client.heard.filter((message) => message.type === 'error' && message.code === 'bad_json').length === 2, 'an answer to a binary frame');
  });

  it('holds changes back while paused, as many as it keeps, and tells how many it could not', async () => {
    const client = await open();
    client.send({ type: 'subscribe', id: '1', topic: 'status' });
    client.send({ type: 'subscribe', id: '2', topic: 'jobs' });
    await client.hears('snapshot', ({ id }) => id === '2');
    client.send({ type: 'pause', id: '1' });
    client.send({ type: 'pause', id: '2' });
    client.send({ type: 'ping' });
    await client.hears('pong');
    for (let i = 0; i < 1_010; i += 1) {
      server.status.publish({ server: statusOf('a'), gone: false });
      server.jobs.publish(jobOf('j', i), 'j');
    }
    client.send({ type: 'continue', id: '1' });
    client.send({ type: 'continue', id: '2' });
    expect(await client.hears('dropped')).toMatchObject({ id: '1', count: 10, seq: 11 });
    await client.hears('change', ({ id, seq }) => id === '1' && seq === 1_010);
    const jobs = client.heard.filter((message) => message.type === 'change' && message.topic === 'jobs');
    await until(() => jobs.length === 1 || client.heard.some((message) => message.type === 'change' && message.topic === 'jobs'), 'the newest job');
    expect(client.heard.filter((message) => message.type === 'change' && message.topic === 'jobs')).toMatchObject([{ data: { done: 1_009 } }]);
  });

  it('keeps strangers, foreign pages and too many out before the upgrade', async () => {
    expect(await refusedUpgrade(`${server.url}/ws`)).toMatchObject({ status: 403, body: { code: 'unauthorized' } });
    expect(await refusedUpgrade(`${server.url}/ws`, { ...viewer, origin: 'https://evil.example' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await (await open({ ...viewer, origin: server.url })).hears('hello');
    const small = await startFeedServer({ clientsPerCaller: 1 });
    const one = await openFeedClient(`${small.url}/ws`, viewer);
    expect(await refusedUpgrade(`${small.url}/ws`, viewer)).toMatchObject({ status: 429, body: { code: 'too_many' } });
    await one.close();
    await until(() => small.feed.clients() === 0, 'the place to be free');
    await (await openFeedClient(`${small.url}/ws`, viewer)).hears('hello');
    await small.stop();
  });

  it('says goodbye when it stops', async () => {
    const client = await open();
    await server.feed.stop();
    expect(await client.hears('bye')).toMatchObject({ reason: 'shutdown' });
    await client.closed();
    expect(server.feed.clients()).toBe(0);
  });
});

describe('the lifetime of a client', () => {
  it('ends by age, by idleness, by a revoked token, and when nobody answers pings', async () => {
    const clock = createFakeClock();
    const server = await startFeedServer({ age: 60_000, idle: 20_000, recheck: 10_000, ping: 40_000 }, { clock });
    const [old, idle, revoked, dead] = [await openFeedClient(`${server.url}/ws`, viewer), await openFeedClient(`${server.url}/ws`, viewer), await openFeedClient(`${server.url}/ws`, { authorization: 'Bearer admin' }), await openFeedClient(`${server.url}/ws`, viewer)];
    for (const client of [old, revoked, dead]) {
      client.send({ type: 'subscribe', id: '1', topic: 'status' });
      await client.hears('snapshot');
    }
    server.revoked.add('admin');
    await clock.advance(15_000);
    expect(await revoked.hears('bye')).toMatchObject({ reason: 'revoked' });
    await clock.advance(10_000);
    expect(await idle.hears('bye')).toMatchObject({ reason: 'idle' });
    // A socket that is not read answers no pings; its own close frame does not come either.
    dead.socket.pause();
    await clock.advance(36_000);
    expect(await old.hears('bye')).toMatchObject({ reason: 'age' });
    dead.socket.terminate();
    await server.stop();
  });
});

describe('the feed as lines', () => {
  let server: Server;
  beforeEach(async () => {
    server = await startFeedServer();
  });
  afterEach(() => server.stop());
  const get = (query: string, headers: Record<string, string> = viewer, signal?: AbortSignal) => fetch(`${server.url}/api/v1/feed${query}`, { headers, ...(signal === undefined ? {} : { signal }) });

  it('is the same stream', async () => {
    const ending = new AbortController();
    const response = await get('?topic=status&topic=jobs&status.server=a', viewer, ending.signal);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines: Array<{ type: string; topic?: string; seq?: number }> = [];
    const input = Readable.fromWeb(response.body as never);
    input.on('error', () => undefined);
    createInterface({ input }).on('error', () => undefined).on('line', (line) => lines.push(JSON.parse(line) as never));
    await until(() => lines.filter(({ type }) => type === 'snapshot').length === 2, 'both snapshots');
    server.status.publish({ server: statusOf('b'), gone: false });
    server.status.publish({ server: statusOf('a'), gone: false });
    await until(() => lines.some(({ type }) => type === 'change'), 'the change');
    expect(lines.at(-1)).toMatchObject({ type: 'change', topic: 'status', id: 'status', seq: 2 });
    ending.abort();
    await until(() => server.feed.clients() === 0, 'the client to be forgotten');
  });

  it('says which part of the query is wrong', async () => {
    const field = async (query: string) => ((await (await get(query)).json()) as { details: Array<{ field: string }> }).details[0]?.field;
    expect(await field('')).toBe('query.topic');
    expect(await field('?topic=nope')).toBe('query.topic');
    expect(await field('?topic=status&log.source=x')).toBe('query.log.source');
    expect(await field('?topic=status&resume=status:x')).toBe('query.resume');
    expect((await get('?topic=status', {})).status).toBe(403);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases, type FreshDatabase } from './databases.ts';
import { startTestService, type TestService } from './service.ts';

const postgres = databases.find(({ name }) => name.startsWith('PostgreSQL'));
const maybe = postgres === undefined ? describe.skip : describe;

maybe('the whole service on PostgreSQL (skipped where it is not installed)', () => {
  let fresh: FreshDatabase;
  let service: TestService;
  beforeAll(async () => {
    fresh = await (postgres as (typeof databases)[number]).create();
    await fresh.store.close();
    service = await startTestService({ SHELLWATCH_DATABASE_URL: fresh.options.url });
  });
  afterAll(async () => {
    await service?.stop();
    await fresh?.remove();
  });

  it('keeps servers, tokens and the audit log', async () => {
    const body = { host: '192.0.2.1', username: 'u', enabled: false, tags: { role: 'wéb' }, auth: { type: 'password' as const, password: 'hunter2' } };
    for (const name of ['b', 'a', 'C']) {
      await service.client.createServer({ body: { ...body, name } });
    }
    const { items, next } = await service.client.listServers({ query: { limit: 2 } });
    expect(items.map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await service.client.listServers({ query: { limit: 2, cursor: next ?? '' } })).items.map(({ name }) => name)).toEqual(['C']);
    expect((await service.client.listServers({ query: { tag: 'role=wéb' } })).items).toHaveLength(3);
    const viewer = await service.token({ name: 'v', role: 'viewer' });
    expect((await service.ask('POST', '/api/v1/servers', { token: viewer, body: {} })).status).toBe(403);
    expect((await service.client.listAudit({ query: {} })).items.map(({ action }) => action)).toEqual(['token.create', 'server.create', 'server.create', 'server.create', 'token.adopt']);
    expect((await service.ask('GET', '/health', { token: null })).json()).toMatchObject({ status: 'ok', database: 'ok' });
  });

  it('answers what PostgreSQL can not hold with a 4xx', async () => {
    const create = (change: object) => service.ask('POST', '/api/v1/servers', { body: { name: 'd', host: 'h', username: 'u', auth: { type: 'agent' }, ...change } });
    expect((await create({ notes: 'a\u0000b' })).status).toBe(400);
    // A lone surrogate is no character of UTF-8.
    expect((await create({ enabled: false, notes: 'a\ud800b' })).status).toBeLessThan(500);
    for (const text of ['%00', '%ff', '%ed%a0%80', '%25', "'", '%5C', '%F0%9F%98%80']) {
      expect([text, (await service.ask('GET', `/api/v1/servers?text=${text}`)).status < 500]).toEqual([text, true]);
      expect([text, (await service.ask('GET', `/api/v1/audit?text=${text}`)).status < 500]).toEqual([text, true]);
    }
  });

  it('loses no change when many writers race: exactly one of them wins', async () => {
    const { items } = await service.client.listServers({ query: {} });
    const { id, revision } = items[0] as (typeof items)[number];
    const patches = Array.from({ length: 12 }, (_, n) => service.ask('PATCH', `/api/v1/servers/${id}`, { body: { notes: `writer ${n}` }, headers: { 'if-match': `"${revision}"` } }));
    const statuses = (await Promise.all(patches)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(11).fill(412)]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFeedClient } from './feedClient.ts';
import { startTestService, type TestService } from './service.ts';

describe('logs asked for what is not there: a coded error that names the field', () => {
  let service: TestService;
  let [server, other, source] = ['', '', ''];
  beforeAll(async () => {
    service = await startTestService();
    // Nobody listens there: what is refused is refused before a server is asked.
    const add = async (name: string) => (await service.client.createServer({ body: { name, host: '127.0.0.1', port: 1, username: 'nobody', auth: { type: 'password', password: 'x' } } })).id;
    [server, other] = [await add('web1'), await add('web2')];
    source = (await service.client.createLogSource({ body: { name: 'app', serverId: server, type: 'file', path: '/var/log/app.log' } })).id;
  });
  afterAll(() => service?.stop());

  const refused = async (target: string) => {
    const reply = await service.ask('GET', `/api/v1/logs/${target}`);
    const { code, details } = reply.json<{ code: string; details?: Array<{ field: string; message: string }> }>();
    return [reply.status, code, details?.[0]?.field, details?.[0]?.message];
  };

  it('a server that nobody knows, one that the source is not on, and a source that nobody knows', async () => {
    const noServer = [404, 'server_not_found', 'server', 'no server has the id none'];
    expect(await refused('search?server=none')).toEqual(noServer);
    expect(await refused(`search?server=${server}&server=none`)).toEqual(noServer);
    expect(await refused(`recent/${source}?server=none`)).toEqual(noServer);
    expect(await refused(`recent/${source}?server=${other}`)).toEqual([422, 'unprocessable', 'server', 'the source is not on this server']);
    expect(await refused('analyze/none')).toEqual([404, 'server_not_found', undefined, undefined]);
    const noSource = [404, 'log_source_not_found', 'source', 'no log source has the id none'];
    expect(await refused('search?source=none')).toEqual(noSource);
    expect(await refused(`analyze/${server}?source=none`)).toEqual(noSource);
    expect(await refused('recent/none')).toEqual([404, 'log_source_not_found', undefined, undefined]);
  });

  it('a window that ends before it begins', async () => {
    const window = 'from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z';
    expect(await refused(`search?${window}`)).toEqual([422, 'unprocessable', 'from', 'is not before to']);
    expect(await refused(`analyze/${server}?${window}`)).toEqual([422, 'unprocessable', 'from', 'is not before to']);
  });

  it('a source whose pattern or format of times has no effect', async () => {
    const made = async (changes: Record<string, unknown>) => {
      const reply = await service.ask('POST', '/api/v1/logs/sources', { body: { name: 'own', serverId: server, type: 'file', path: '/var/log/own.log', format: 'pattern', pattern: '^(?P<time>\\S+) (?P<message>.*)$', ...changes } });
      return [reply.status, reply.json<{ details?: Array<{ field: string; message: string }> }>().details?.map(({ field, message }) => `${field}: ${message}`)];
    };
    const unnamed = [422, ['pattern: names no part of a line; write groups such as (?P<time>…) (?P<level>…) (?P<message>…)']];
    expect(await made({ pattern: '^(\\S+) (.*)$' })).toEqual(unnamed);
    expect(await made({ pattern: '(a+)+$' })).toEqual(unnamed);
    expect(await made({ timeFormat: 'kkkk-MM-dd HH:mm' })).toEqual([422, ["timeFormat: Can't mix weekYear/weekNumber units with year/month/day or ordinals"]]);
    expect(await made({ timeFormat: 'YYYY-MM-DD' })).toEqual([422, ["timeFormat: YYYY is no token that Luxon reads; text stands between single quotes, as in yyyy-MM-dd'T'HH:mm:ss"]]);
    // RE2 takes no time that grows with the square, so what hangs others is let in.
    expect(await made({ name: 'nested', pattern: '(?P<message>(a+)+)$', rules: [{ name: 'nested', pattern: '(a+)+$' }] })).toEqual([201, undefined]);
    expect(await made({ name: 'plain', format: 'auto', pattern: null, timeFormat: null })).toEqual([201, undefined]);
  });

  it('a command whose output is to be counted: it stands nowhere that counting could go on from', async () => {
    const made = async (changes: Record<string, unknown>) => {
      const reply = await service.ask('POST', '/api/v1/logs/sources', { body: { name: 'said', serverId: server, type: 'command', command: 'date', ...changes } });
      return [reply.status, reply.json<{ details?: Array<{ field: string; message: string }> }>().details?.map(({ field }) => field)];
    };
    expect(await made({ count: true })).toEqual([422, ['count']]);
    expect(await made({ rules: [{ name: 'any', pattern: '.' }] })).toEqual([422, ['rules']]);
    expect(await made({})).toEqual([201, undefined]);
  });

  it('a value that is none of those it may be', async () => {
    const [status, code, field, message] = await refused('search?level=loud');
    expect([status, code, field]).toEqual([400, 'bad_request', 'query.level']);
    expect(message).toContain('"warning"');
    expect((await refused('search?level=error&level=loud')).slice(0, 3)).toEqual([400, 'bad_request', 'query.level.1']);
  });

  it('a tail of nothing', async () => {
    const client = await openFeedClient(`${service.url}/ws`, { authorization: `Bearer ${service.adminToken}` });
    let asked = 0;
    const answer = async (filter: unknown) => {
      const id = String((asked += 1));
      client.send({ type: 'subscribe', id, topic: 'log', filter });
      const { code, details } = await client.hears('error', (message) => message.id === id);
      return [code, (details as Array<{ field: string; message: string }> | undefined)?.map(({ field, message }) => `${field}: ${message}`)];
    };
    const what = 'the id of a log source, or a list of 1 to 20';
    expect(await answer({})).toEqual(['bad_request', [`filter.source: is missing: ${what}`]]);
    expect(await answer({ source: 5 })).toEqual(['bad_request', [`filter.source: ${what}`]]);
    expect(await answer({ source: [source, 5] })).toEqual(['bad_request', ['filter.source.1: Invalid input: expected string, received number']]);
    expect(await answer({ source: 'none' })).toEqual(['log_source_not_found', ['source: no log source has the id none']]);
    expect(await answer({ source, server: 'none' })).toEqual(['server_not_found', ['server: no server has the id none']]);
    expect(await answer({ source, server: other })).toEqual(['unprocessable', ['server: the source is not on this server']]);
    await client.close();
  });
});

import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { request as http } from 'undici';
import { z } from 'zod';
import { endpoint, IdParams, PageQuery } from '../../../contract/endpoint.ts';
import { Failure } from '../errors.ts';
import { SshFailure } from '../ssh/session.ts';
import { createApp } from './app.ts';
import { createAuthenticate } from './auth.ts';
import { listen, type HttpServer } from './listen.ts';
import { mountTable } from './mount.ts';
import { trustedNetworks } from './remoteAddress.ts';

const Thing = z.object({ name: z.string(), revision: z.number(), big: z.string().optional() });
const table = {
  listThings: endpoint({ method: 'GET', path: '/things', role: 'viewer', tag: 't', summary: '', query: PageQuery, reply: z.object({ limit: z.number() }) }),
  getThing: endpoint({ method: 'GET', path: '/things/{id}', role: 'viewer', tag: 't', summary: '', params: IdParams, reply: Thing, etag: true }),
  special: endpoint({ method: 'GET', path: '/things/special', role: 'viewer', tag: 't', summary: '', reply: Thing }),
  putThing: endpoint({ method: 'PUT', path: '/things/{id}', role: 'admin', tag: 't', summary: '', params: IdParams, body: z.strictObject({ name: z.string(), tags: z.record(z.string(), z.string().max(3)).optional() }), reply: Thing, etag: true, ifMatch: true, maxBody: 200 }),
  fail: endpoint({ method: 'POST', path: '/fail', role: 'viewer', tag: 't', summary: '', body: z.strictObject({ how: z.string() }), reply: z.void() }),
  steps: endpoint({ method: 'POST', path: '/steps', role: 'viewer', tag: 't', summary: '', body: z.strictObject({ fail: z.enum(['early', 'late', 'no']) }), reply: z.object({ count: z.number() }), tells: z.object({ step: z.number() }) }),
  unserved: endpoint({ method: 'GET', path: '/unserved', role: 'viewer', tag: 't', summary: '', reply: z.void() }),
};
const put = jest.fn((input: { body: { name: string }; ifMatch: string | undefined }) => ({ name: input.body.name, revision: 8, secret: 'hunter2' }));
const handlers = {
  listThings: ({ query }: { query: { limit: number } }) => ({ limit: query.limit }),
  getThing: () => ({ name: 'one', revision: 7, secret: 'hunter2', big: 'x'.repeat(5000) }),
  special: () => ({ name: 'special', revision: 1 }),
  putThing: put,
  steps: ({ body, tell }: { body: { fail: string }; tell: (item: unknown) => void }) => {
    if (body.fail === 'early') {
      throw new Failure('too_many');
    }
    tell({ step: 1, secret: 'hunter2' });
    if (body.fail === 'late') {
      throw new Error('a secret inside: hunter2');
    }
    return { count: 1 };
  },
  fail: ({ body }: { body: { how: string } }) => {
    if (body.how === 'ssh') {
      throw new SshFailure('refused', 'connect ECONNREFUSED 192.0.2.1:22');
    }
    throw body.how === 'coded' ? new Failure('conflict', { message: 'not now' }) : new Error('a secret inside: hunter2');
  },
};
const errorLog = jest.fn();
const log = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: errorLog, fatal: jest.fn() };
const authenticate = createAuthenticate(async (token) => (token === 'admin' || token === 'viewer' ? { name: token, kind: 'direct', role: token } : undefined), trustedNetworks([]));

describe('mountTable', () => {
  let server: HttpServer;
  beforeAll(async () => {
    const app = createApp({ log: log as never, corsOrigins: ['https://grafana.example'], parts: [{ path: '/api/v1', handler: mountTable(table, handlers as never, authenticate) }] });
    server = await listen(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close(100));
  beforeEach(() => void jest.clearAllMocks());

  async function ask(method: string, path: string, { body, headers, token = 'admin' }: { body?: string; headers?: Record<string, string>; token?: string } = {}) {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const reply = await http(`http://127.0.0.1:${server.port}/api/v1${path}`, { method: method as 'GET', body: body ?? null, headers: { authorization: `Bearer ${token}`, ...type, ...headers } });
    const text = await reply.body.text();
    return { status: reply.statusCode, headers: reply.headers, text, json: () => JSON.parse(text) as Record<string, unknown> };
  }

  it('tells steps in lines to those who ask for lines, and the reply alone to all others', async () => {
    const steps = (fail: string, accept: string) => ask('POST', '/steps', { body: JSON.stringify({ fail }), headers: { accept } });
    const lines = await steps('no', 'application/x-ndjson');
    expect(lines.headers['content-type']).toBe('application/x-ndjson');
    expect(lines.text).toBe('{"told":{"step":1}}\n{"reply":{"count":1}}\n');
    expect((await steps('no', '*/*')).json()).toEqual({ count: 1 });
    expect(await steps('early', 'application/x-ndjson')).toMatchObject({ status: 429, headers: { 'content-type': expect.stringContaining('application/json') } });
    const late = await steps('late', 'application/x-ndjson');
    expect(late.text.split('\n')[1]).toContain('"code":"internal"');
    expect(late.text).not.toContain('hunter2');
  });

  it('parses the request, strips the reply to its schema and sets the ETag', async () => {
    const reply = await ask('GET', '/things/a');
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({ name: 'one', revision: 7, big: expect.any(String) });
    expect(reply.headers).toMatchObject({ etag: '"7"', 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8', 'x-request-id': expect.any(String) });
    expect((await ask('GET', '/things?limit=5')).json()).toEqual({ limit: 5 });
  });

  it('prefers a literal path to a parameter', async () => {
    expect((await ask('GET', '/things/special')).json()).toMatchObject({ name: 'special' });
  });

  it('compresses a large reply for those who take it, and answers HEAD without a body', async () => {
    const reply = await http(`http://127.0.0.1:${server.port}/api/v1/things/a`, { headers: { authorization: 'Bearer viewer', 'accept-encoding': 'gzip' } });
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(Buffer.from(await reply.body.arrayBuffer())).toString())).toMatchObject({ name: 'one' });
    const head = await ask('HEAD', '/things/a');
    expect([head.status, head.text, Number(head.headers['content-length']) > 5000]).toEqual([200, '', true]);
  });

  it.each([
    ['GET', '/things?limit=0', undefined, 'query.limit'],
    ['GET', '/things?limt=5', undefined, 'query.limt'],
    ['GET', '/things?limit=1&limit=2', undefined, 'query.limit'],
    ['GET', '/things/UPPER', undefined, 'params.id'],
    ['PUT', '/things/a', '{"name":5}', 'name'],
    ['PUT', '/things/a', '{"name":"a","nme":"b"}', 'nme'],
    ['PUT', '/things/a', '{"name":"a","tags":{"role":"long"}}', 'tags.role'],
    ['PUT', '/things/a', '{"name":"a","__proto__":{"x":1}}', '__proto__'],
    ['PUT', '/things/a', '[]', ''],
    ['PUT', '/things/a', 'null', ''],
    ['PUT', '/things/a', undefined, ''],
    ['PUT', '/things/a', '{"name":"a\\u0000"}', ''],
    ['PUT', '/things/a', `${'['.repeat(90)}${']'.repeat(90)}`, ''],
  ])('%s %s %s is a bad_request that names %p', async (method, path, body, field) => {
    const reply = await ask(method, path, { ...(body === undefined ? {} : { body }), headers: { 'if-match': '"7"' } });
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'bad_request', details: [{ field, message: expect.any(String) }] });
    expect(put).not.toHaveBeenCalled();
  });

  it('says of a field that is not there that it is missing', async () => {
    const reply = await ask('PUT', '/things/a', { body: '{}', headers: { 'if-match': '"7"' } });
    expect(reply.json()).toMatchObject({ details: [{ field: 'name', message: 'is missing' }] });
  });

  it.each([
    ['{', {}, 400, 'bad_json'],
    [`{"name":"${'x'.repeat(300)}"}`, {}, 413, 'body_too_large'],
    ['{"name":"a"}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['{"name":"a"}', { 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
    ['{"name":"a"}', { 'content-type': 'application/json; charset=ebcdic' }, 415, 'unsupported_media_type'],
    ['{"name":"a"}', { 'if-match': '7' }, 400, 'bad_request'],
  ])('the body %s with %j is %d %s', async (body, headers, status, code) => {
    const reply = await ask('PUT', '/things/a', { body, headers: { 'if-match': '"7"', ...headers } as Record<string, string> });
    expect([reply.status, reply.json()['code']]).toEqual([status, code]);
    expect(put).not.toHaveBeenCalled();
  });

  it('demands If-Match where a change could be lost, and hands the revision on', async () => {
    expect(await ask('PUT', '/things/a', { body: '{"name":"a"}' })).toMatchObject({ status: 428 });
    expect(put).not.toHaveBeenCalled();
    const reply = await ask('PUT', '/things/a', { body: '{"name":"a"}', headers: { 'if-match': 'W/"7"' } });
    expect(reply.json()).toEqual({ name: 'a', revision: 8 });
    expect(put.mock.calls[0]?.[0]).toMatchObject({ ifMatch: 'W/"7"', actor: { name: 'token:admin', role: 'admin', requestId: reply.headers['x-request-id'] } });
  });

  it('looks at the token before it reads a body', async () => {
    expect(await ask('PUT', '/things/a', { body: '{', token: 'nobody' })).toMatchObject({ status: 403 });
    const reply = await ask('PUT', '/things/a', { body: '{', token: 'viewer' });
    expect(reply.json()).toMatchObject({ code: 'forbidden' });
  });

  it('answers 404 for what is not there and 405 with Allow for other methods', async () => {
    expect((await ask('GET', '/nothing')).json()).toMatchObject({ code: 'not_found' });
    expect((await ask('GET', '/unserved')).status).toBe(404);
    const reply = await ask('DELETE', '/things/a');
    expect([reply.status, reply.headers['allow'], reply.json()['code']]).toEqual([405, 'GET, PUT, HEAD, OPTIONS', 'method_not_allowed']);
    const options = await ask('OPTIONS', '/things');
    expect([options.status, options.headers['allow']]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it('maps every kind of error once, and tells clients nothing of its inside', async () => {
    expect(await ask('POST', '/fail', { body: '{"how":"coded"}' })).toMatchObject({ status: 409, text: '{"code":"conflict","message":"not now"}' });
    const ssh = await ask('POST', '/fail', { body: '{"how":"ssh"}' });
    expect([ssh.status, ssh.json()]).toMatchObject([424, { code: 'server_unreachable', details: { reason: 'refused' } }]);
    const inside = await ask('POST', '/fail', { body: '{"how":"else"}' });
    expect(inside.status).toBe(500);
    expect(inside.text).not.toContain('hunter2');
    expect(errorLog).toHaveBeenCalledTimes(1);
    expect(errorLog.mock.calls[0]?.[0]).toMatchObject({ requestId: inside.headers['x-request-id'] });
  });

  it('lets only named origins in from a browser', async () => {
    const preflight = (origin: string) => ask('OPTIONS', '/things', { headers: { origin, 'access-control-request-method': 'GET' } });
    expect((await preflight('https://grafana.example')).headers['access-control-allow-origin']).toBe('https://grafana.example');
    expect((await preflight('https://other.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    ['GET /api/v1/things/../x HTTP/1.1', 'bad_path'],
    ['GET //api/v1/things HTTP/1.1', 'bad_path'],
    ['GET /api/v1/things/%00 HTTP/1.1', 'bad_path'],
    ['GET /api/v1/things/a\u0001b HTTP/1.1', 'bad_'],
    ['GET /api/v1/things/%zz HTTP/1.1', 'bad_path'],
    ['GET http://127.0.0.1/api/v1/things HTTP/1.1', 'bad_path'],
    ['OPTIONS * HTTP/1.1', 'bad_path'],
    ['NONSENSE', 'bad_'],
  ])('answers %p, raw over a socket, with a coded 400', async (line, code) => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(`${line}\r\nHost: x\r\nAuthorization: Bearer admin\r\nConnection: close\r\n\r\n`));
      let seen = '';
      socket.on('data', (chunk) => (seen += chunk.toString())).on('end', () => resolve(seen)).on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain(`"code":"${code}`);
  });
});

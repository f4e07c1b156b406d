import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSshKey } from './sshKey.ts';
import { startTestService, type TestService } from './service.ts';

describe('bad requests: a coded 4xx that names the field, and nothing changed', () => {
  const key = makeSshKey();
  const good = { name: 'web1', host: '127.0.0.1', port: 9, username: 'monitor', enabled: false, auth: { type: 'key', privateKey: key.privateKey } };
  let service: TestService;
  let id = '';
  let before = '';
  const snapshot = async () => JSON.stringify([await service.client.listServers({ query: {} }), await service.client.listTokens({ query: {} }), (await service.client.listAudit({ query: {} })).items.length], (name, value: unknown) => (/^(since|lastUsed|nextAttempt)/.test(name) ? undefined : value));
  beforeAll(async () => {
    service = await startTestService();
    ({ id } = await service.client.createServer({ body: good as never }));
    before = await snapshot();
  });
  afterAll(() => service?.stop());
  const unchanged = async () => expect(await snapshot()).toBe(before);

  it.each([
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'a\nb' }],
    ['name', { name: 'a b' }],
    ['name', { name: ' a' }],
    ['name', { name: '../x' }],
    ['name', { name: 'x'.repeat(129) }],
    ['name', { name: '' }],
    ['name', { name: 5 }],
    ['name', { name: null }],
    ['name', { name: ['a'] }],
    ['name', { name: 'a\u202eb' }],
    ['host', { host: 'a b' }],
    ['host', { host: '-oProxyCommand=x' }],
    ['host', { host: 'a\r\nb' }],
    ['host', { host: 'x'.repeat(254) }],
    ['port', { port: 0 }],
    ['port', { port: 65_536 }],
    ['port', { port: '22' }],
    ['port', { port: 22.5 }],
    ['username', { username: 'a b' }],
    ['username', { username: 'a:b' }],
    ['username', { username: '\u001b[31m' }],
    ['tags', { tags: [] }],
    ['tags.1a', { tags: { '1a': 'x' } }],
    ['tags.__name__', { tags: { __name__: 'x' } }],
    ['tags.role', { tags: { role: 'a\u0007' } }],
    ['tags.role', { tags: { role: 5 } }],
    ['jump', { jump: 'Not An Id' }],
    ['interval', { interval: '15' }],
    ['interval', { interval: 15 }],
    ['hostKeyPolicy', { hostKeyPolicy: 'any' }],
    ['enabled', { enabled: 'yes' }],
    ['notes', { notes: 'x'.repeat(10_001) }],
    ['auth', { auth: undefined }],
    ['auth', { auth: 'x' }],
    ['auth.type', { auth: { type: 'none' } }],
    ['auth.password', { auth: { type: 'password' } }],
    ['auth.password', { auth: { type: 'password', password: '' } }],
    ['auth.extra', { auth: { type: 'password', password: 'x', extra: 1 } }],
    ['auth.privateKey', { auth: { type: 'key', privateKey: 5 } }],
    ['hostKey.type', { hostKey: { key: 'AAAA' } }],
    ['nmae', { nmae: 'x' }],
    ['id', { id: 'x' }],
    ['revision', { revision: 1 }],
    ['constructor', { constructor: {} }],
  ])('a wrong %s', async (field, change) => {
    const reply = await service.ask('POST', '/api/v1/servers', { body: { ...good, name: 'other', ...change } });
    expect([reply.status, reply.json()['code']]).toEqual([400, 'bad_request']);
    const details = reply.json<{ details: Array<{ field: string; message: string }> }>().details;
    // U+0000 is refused before the fields are looked at.
    expect(details.some((detail) => detail.field === field || (detail.field === '' && detail.message.includes('U+0000')))).toBe(true);
    expect(reply.text).not.toContain(key.privateKey.slice(40, 80));
    await unchanged();
  });

  it.each([
    ['another with this name', { name: 'WEB1' }, 409, 'name_taken'],
    ['a key that is none', { name: 'b', auth: { type: 'key', privateKey: 'not a key' } }, 422, 'unprocessable'],
    ['an interval that is too short', { name: 'b', interval: '1ms' }, 422, 'unprocessable'],
    ['a jump that does not exist', { name: 'b', jump: 'none' }, 422, 'unprocessable'],
  ])('%s', async (_what, change, status, code) => {
    const reply = await service.ask('POST', '/api/v1/servers', { body: { ...good, ...change } });
    expect([reply.status, reply.json()['code']]).toEqual([status, code]);
    await unchanged();
  });

  it('a body that is too large, even without a length', async () => {
    const large = JSON.stringify({ ...good, name: 'other', notes: 'x'.repeat(1_200_000) });
    expect((await service.ask('POST', '/api/v1/servers', { body: large })).status).toBe(413);
    await unchanged();
  });

  it.each(['/api/v1/servers/..', '/api/v1/servers/%2e%2e', '/api/v1/servers/..%2f..%2fmetrics', '/api/v1/servers/%252e%252e/x', '/api/v1//servers', '/api/v1/servers/a%00', '/api/v1/servers/a%0d%0a', '/api/v1/./servers', '/docs/..%2f..%2fpackage.json', '/docs/%2e%2e/%2e%2e/package.json', '/docs\\..\\x'])(
    'DELETE and GET of %s, raw over a socket',
    async (path) => {
      for (const method of ['DELETE', 'GET']) {
        const { port } = new URL(service.url);
        const text = await new Promise<string>((resolve, reject) => {
          const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\nIf-Match: *\r\nAuthorization: Bearer ${service.adminToken}\r\nConnection: close\r\n\r\n`));
          let seen = '';
          socket.on('data', (chunk) => (seen += chunk.toString())).on('end', () => resolve(seen)).on('error', reject);
        });
        expect(text).toMatch(/^HTTP\/1\.1 400 /);
        expect(text).toContain('"code":"bad_path"');
      }
      await unchanged();
    }
  );

  it('a plain request where WebSockets are served', async () => {
    for (const path of ['/ws', '/api/v1/ws']) {
      const reply = await service.ask('GET', path);
      expect([reply.status, reply.headers['upgrade'], reply.json()['code']]).toEqual([426, 'websocket', 'upgrade_required']);
    }
  });

  it('queries that are wrong', async () => {
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'limit=1&limit=2', 'sort=port', 'status=ok', 'unknown=1', 'cursor=nonsense', `text=${'x'.repeat(257)}`, 'text=%00']) {
      const reply = await service.ask('GET', `/api/v1/servers?${query}`);
      expect([query, reply.status]).toEqual([query, 400]);
    }
  });

  it('instants that have no year of four digits in UTC, or none that can be worked with', async () => {
    for (const at of ['0000-01-01T00:00:00Z', '0999-12-31T23:59:59Z', '1000-01-01T00:00:00+23:59', '9998-12-31T23:59:59-23:59', '9999-12-31T23:59:59Z']) {
      const token = await service.ask('POST', '/api/v1/tokens', { body: { name: 't', role: 'viewer', expiresAt: at } });
      const window = await service.ask('POST', '/api/v1/maintenance', { body: { name: 'w', selector: { all: true }, when: { type: 'once', from: at, to: '9000-01-01T00:00:00Z' } } });
      expect([at, token.status, window.status]).toEqual([at, 400, 400]);
    }
    await unchanged();
  });

  it('changes of what is not there', async () => {
    for (const [method, path] of [['GET', ''], ['DELETE', ''], ['PATCH', ''], ['POST', '/toggle'], ['POST', '/monitor/stop'], ['POST', '/test'], ['GET', '/host-key']] as const) {
      const reply = await service.ask(method, `/api/v1/servers/none${path}`, { headers: { 'if-match': '*' }, ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }) });
      expect([path, reply.status, reply.json()['code']]).toEqual([path, 404, 'server_not_found']);
    }
    await unchanged();
  });

  it('shows no secret in any reply about the server', async () => {
    const texts = await Promise.all(['/api/v1/servers', `/api/v1/servers/${id}`, `/api/v1/servers/${id}/host-key`, '/api/v1/audit', '/api/v1/tokens', '/api/v1/status/realtime', '/health', '/metrics'].map(async (path) => (await service.ask('GET', path)).text));
    const all = texts.join('') + service.log.join('');
    expect(all).not.toContain(key.privateKey.split('\n')[2]);
    expect(all).not.toContain(service.adminToken);
    expect(JSON.parse(texts[1] as string)).toMatchObject({ auth: { type: 'key', passphraseSet: false, publicKey: expect.stringContaining(key.publicKey.split(' ')[1] as string) } });
  });
});

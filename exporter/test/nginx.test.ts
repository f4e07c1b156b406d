import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { eventually, startTestService, type TestService } from './service.ts';

const maybe = existsSync('/usr/sbin/nginx') ? describe : describe.skip;
const shipped = path.join(import.meta.dirname, '../../deploy/nginx/shellwatch.conf');

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

maybe('the shipped nginx configuration before a real service (skipped where there is no nginx)', () => {
  let folder = '';
  let service: TestService;
  let nginx: ChildProcess;
  let port = 0;
  const trusting = new Agent({ connect: { rejectUnauthorized: false } });
  const get = (target: string, headers: Record<string, string> = {}) => request(`https://127.0.0.1:${port}${target}`, { dispatcher: trusting, headers: { host: 'shellwatch.example.org', ...headers } });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-nginx-'));
    service = await startTestService({ SHELLWATCH_TRUSTED_PROXIES: '127.0.0.1' });
    port = await freePort();
    const plainPort = await freePort();
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', '/CN=shellwatch.example.org', '-keyout', path.join(folder, 'privkey.pem'), '-out', path.join(folder, 'fullchain.pem')], { stdio: 'pipe' });
    // Only addresses and files of this test take the place of the shipped ones.
    const site = readFileSync(shipped, 'utf8')
      .replace(/listen \[::\].*\n/g, '')
      .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
      .replace('listen 80', `listen 127.0.0.1:${plainPort}`)
      .replaceAll('/etc/ssl/shellwatch', folder)
      .replaceAll('/var/log/nginx', folder)
      .replace('server 127.0.0.1:9850', `server ${new URL(service.url).host}`);
    const config = path.join(folder, 'nginx.conf');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
    writeFileSync(config, `daemon off;\npid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}\n}\n`);
    execFileSync('/usr/sbin/nginx', ['-t', '-c', config], { stdio: 'pipe' });
    nginx = spawn('/usr/sbin/nginx', ['-c', config], { stdio: 'ignore' });
    await eventually(async () => get('/health').then(({ statusCode, body }) => body.dump().then(() => statusCode === 200), () => false), () => 'nginx');
  });
  afterAll(async () => {
    nginx?.kill('SIGTERM');
    await service?.stop();
    await trusting.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('logs no address of a calendar: it is a password', async () => {
    for (const target of ['/calendars/r1/secret-of-a-calendar.ics', '/health?after=calendars']) {
      await (await get(target)).body.dump();
    }
    const log = () => readFileSync(path.join(folder, 'access.log'), 'utf8');
    await eventually(async () => log().includes('/health?after=calendars'), log);
    expect(log()).not.toContain('secret-of-a-calendar');
  });

  it('brings requests through TLS, and the caller’s address into the audit log', async () => {
    const reply = await get('/api/v1/servers', { authorization: `Bearer ${service.adminToken}` });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['strict-transport-security']).toContain('max-age');
    await reply.body.dump();
  });

  it('upgrades WebSockets', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${port}/ws`, { rejectUnauthorized: false, headers: { host: 'shellwatch.example.org', authorization: `Bearer ${service.adminToken}` } });
    const hello = await new Promise<string>((resolve, reject) => {
      socket.once('message', (data) => resolve(String(data)));
      socket.once('error', reject);
    });
    expect(JSON.parse(hello)).toMatchObject({ type: 'hello' });
    socket.close();
  });

  it('lets nobody pass for Grafana', async () => {
    const token = await service.token({ name: 'app', kind: 'grafana' });
    const headers = { authorization: `Bearer ${token}`, 'x-shellwatch-scope': 'admin', 'x-grafana-context': '{"Login":"eve"}' };
    const direct = await service.ask('GET', '/api/v1/servers', { token: null, headers });
    expect(direct.status).toBe(200);
    const through = await get('/api/v1/servers', headers);
    expect(through.statusCode).toBe(403);
    expect(await through.body.json()).toMatchObject({ code: 'scope_missing' });
  });
});

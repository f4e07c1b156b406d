// Fills the demo's exporter: a key pair, four servers with their real host keys, the command and the log that the example dashboard
// shows, the tokens that Grafana needs.
// Needs nothing but Node, and may run again: what is there already stays.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const demo = process.env['DEMO_DIR'] ?? '/demo';
const api = `${process.env['EXPORTER_URL'] ?? 'http://exporter:9850'}/api/v1`;
const port = Number(process.env['DEMO_SSH_PORT'] ?? 22);
const user = process.env['DEMO_SSH_USER'] ?? 'monitor';
const token = readFileSync(path.join(demo, 'admin-token'), 'utf8').trim();

async function call<T>(method: string, where: string, body?: unknown): Promise<T> {
  const reply = await fetch(api + where, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!reply.ok) {
    throw new Error(`${method} ${where}: ${reply.status} ${await reply.text()}`);
  }
  return (await reply.json()) as T;
}

const servers: Array<{ name: string; tags: Record<string, string>; jump?: string }> = [
  { name: 'bastion', tags: { role: 'bastion', env: 'demo' } },
  { name: 'web1', tags: { role: 'web', env: 'demo' } },
  { name: 'tiny1', tags: { role: 'edge', env: 'demo' } },
  { name: 'db1', tags: { role: 'db', env: 'demo' }, jump: 'bastion' },
];

const idsOf = async (what: string) => new Map((await call<{ items: Array<{ id: string; name: string }> }>('GET', `/${what}?limit=1000`)).items.map(({ id, name }) => [name, id]));
const present = await idsOf('servers');
if (servers.some(({ name }) => !present.has(name))) {
  const pair = await call<{ publicKey: string; privateKey: string }>('POST', '/keys', { type: 'ed25519', comment: 'shellwatch-demo' });
  mkdirSync(path.join(demo, 'keys'), { recursive: true });
  writeFileSync(path.join(demo, 'keys', 'monitor.pub'), `${pair.publicKey.trim()}\n`, { mode: 0o644 });
  for (const { name, tags, jump } of servers) {
    const [type = '', key = ''] = readFileSync(path.join(demo, 'hosts', `${name}.pub`), 'utf8').split(' ');
    const host = process.env[`DEMO_HOST_${name.toUpperCase()}`] ?? name;
    const made = await call<{ id: string }>('POST', '/servers', {
      name, host, port, username: user, tags, auth: { type: 'key', privateKey: pair.privateKey }, hostKey: { type, key: key.trim() }, jump: jump === undefined ? null : (present.get(jump) ?? null),
    });
    present.set(name, made.id);
    console.log(`added ${name}`);
  }
}

if (!(await idsOf('commands')).has('disk_check')) {
  await call('POST', '/commands', {
    name: 'disk_check',
    description: 'Space used on the mounts that fill up',
    script: 'df -P / /dev | tail -n +2\n',
    extractions: [{ source: 'regex', pattern: '(?P<value>\\d+)%\\s+(?P<mount>\\S+)', metric: 'used', unit: 'percent', help: 'Used space of a mount' }],
    schedule: { type: 'interval', every: '1m' },
  });
  console.log('added the command disk_check');
}
if (!(await idsOf('logs/sources')).has('app')) {
  await call('POST', '/logs/sources', { name: 'app', type: 'file', path: '/var/log/app.log', serverId: null, selector: { tags: { env: 'demo' } } });
  console.log('added the log source app');
}

const tokens = await idsOf('tokens');
for (const kind of ['grafana', 'datasource']) {
  if (!tokens.has(`demo ${kind}`)) {
    const made = await call<{ token: string }>('POST', '/tokens', { name: `demo ${kind}`, kind });
    writeFileSync(path.join(demo, `${kind}-token`), `${made.token}\n`, { mode: 0o644 });
    console.log(`made the token of ${kind}`);
  }
}

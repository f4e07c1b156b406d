import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Exporter } from './exporter.ts';
import type { SshServer } from './sshServer.ts';

/** A fleet worth looking at: servers up, one unknown, one gone, commands and logs. */
export async function makeFleet(exporter: Exporter, ssh: SshServer, folder: string): Promise<void> {
  const server = (name: string, host: string, more: object = {}) =>
    exporter.api<{ id: string }>('POST', '/servers', { name, host, port: ssh.port, username: ssh.user, auth: { type: 'key', privateKey: ssh.privateKey }, hostKey: ssh.hostKey, ...more });
  const web1 = await server('web1', '127.0.1.1', { tags: { role: 'web', env: 'prod' } });
  await server('web2', '127.0.1.2', { tags: { role: 'web', env: 'prod' } });
  await server('db1', '127.0.1.3', { tags: { role: 'db', env: 'prod' }, jump: web1.id });
  await server('new1', '127.0.1.4', { tags: { role: 'web', env: 'test' }, hostKey: undefined });
  await server('gone1', '127.0.1.5', { port: 9, tags: { role: 'db', env: 'test' } });
  const log = path.join(folder, 'app.log');
  const levels = ['info', 'info', 'info', 'warning', 'info', 'error'];
  const lines = Array.from({ length: 300 }, (_, at) => `${new Date(Date.now() - (300 - at) * 2_000).toISOString()} ${levels[at % levels.length]} request ${at} took ${(at * 7) % 113} ms`);
  writeFileSync(log, `${lines.join('\n')}\n`);
  await exporter.api('POST', '/logs/sources', { name: 'app', serverId: web1.id, type: 'file', path: log });
  await exporter.api('POST', '/commands', {
    name: 'disk_check',
    description: 'Space used on the mounts that fill up',
    script: 'df -P / /dev | tail -n +2\n',
    extractions: [{ source: 'regex', pattern: '(?P<value>\\d+)%\\s+(?P<mount>\\S+)', metric: 'used', unit: 'percent', help: 'Used space of a mount' }],
    schedule: { type: 'interval', every: '1m' },
  });
}

import type { Server } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';
import type { Health } from '../../contract/health.ts';

const at = '2026-01-02T03:04:05Z';
let next = 1;

export const aStatus = (change: Partial<ServerStatus> = {}): ServerStatus => ({
  id: 's1', name: 'web1', state: 'up', reason: null, message: null, detail: null, since: at, lastSeen: at, nextAttempt: null, ...change,
});

export function aServer(change: Partial<Server> = {}): Server {
  const id = change.id ?? `s${next++}`;
  const name = change.name ?? `web${id}`;
  return {
    id, name, host: '192.0.2.10', port: 22, username: 'monitor', tags: {}, jump: null, interval: null, hostKeyPolicy: 'strict', enabled: true, notes: '',
    auth: { type: 'key', passphraseSet: false, certificateSet: false, publicKey: 'ssh-ed25519 AAAA shellwatch' },
    status: aStatus({ id, name }), revision: 1, createdAt: at, updatedAt: at, ...change,
  };
}

export const aHealth = (change: Partial<Health> = {}): Health => ({
  status: 'ok', version: '0.1.0', database: 'ok', pollingLagSeconds: 0.01, sessions: 1, feedClients: 0, ...change,
});

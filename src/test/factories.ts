import type { Server } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';
import type { Health } from '../../contract/health.ts';
import type { Incident } from '../../contract/incident.ts';

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

export const anIncident = (change: Partial<Incident> = {}): Incident => ({
  id: 'i1', state: 'firing', severity: 'warning', check: 'cpu', title: 'CPU usage', summary: 'web1: cpu usage 90 %, above the limit of 85 %', serverId: 's1', serverName: 'web1', item: null,
  labels: { alertname: 'CPU usage', check: 'cpu', instance: 'web1', severity: 'warning', grafana_folder: 'Shellwatch' }, value: 90, limit: 85, fingerprint: 'f1', ruleUid: 'sw_cpu', source: 'grafana',
  links: { rule: null, panel: null, silence: null }, startedAt: at, acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolution: null, assignee: null, flapping: false, fired: 1,
  maintenance: false, silencedUntil: null, silenceId: null, escalation: null, revision: 1, ...change,
});

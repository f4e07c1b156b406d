import type { Server } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';
import type { Health } from '../../contract/health.ts';
import type { Incident } from '../../contract/incident.ts';
import type { LogLine } from '../../contract/logs.ts';
import type { LogSource } from '../../contract/logSource.ts';
import type { Command } from '../../contract/command.ts';
import type { RunDetail } from '../../contract/run.ts';
import type { Token } from '../../contract/token.ts';

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
  id: 'i1', state: 'firing', severity: 'warning', check: 'cpu', title: 'CPU usage', summary: 'web1: CPU usage 90 %, above the limit of 85 %', serverId: 's1', serverName: 'web1', item: null,
  labels: { alertname: 'CPU usage', check: 'cpu', instance: 'web1', severity: 'warning', grafana_folder: 'Shellwatch' }, value: 90, limit: 85, fingerprint: 'f1', ruleUid: 'sw_cpu', source: 'grafana',
  links: { rule: null, panel: null, silence: null }, startedAt: at, acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolution: null, assignee: null, flapping: false, fired: 1,
  maintenance: false, silencedUntil: null, silenceId: null, escalation: null, revision: 1, ...change,
});

export const aLine = (change: Partial<LogLine> = {}): LogLine => {
  const text = change.text ?? 'INFO started';
  return { sourceId: 'src1', serverId: 's1', serverName: 'web1', file: null, time: at, level: 'info', message: text, fields: {}, truncated: false, ...change, text };
};

export const aLogSource = (change: Partial<LogSource> = {}): LogSource => ({
  id: 'src1', name: 'app', serverId: 's1', selector: null, type: 'file', path: '/var/log/app.log', unit: null, priority: null, command: null, format: 'auto', pattern: null, timeFormat: null,
  multiline: null, timeZone: 'UTC', rules: [], count: false, enabled: true, revision: 1, createdAt: at, updatedAt: at,
  states: [{ serverId: 's1', serverName: 'web1', state: 'ok', message: null, checkedAt: at }], ...change,
});

export const aCommand = (change: Partial<Command> = {}): Command => ({
  id: 'c1', name: 'disk_check', description: 'Space used', interpreter: 'sh', script: 'df -P', parameters: [], timeout: '30s', maxOutput: 65_536, selector: null, schedule: { type: 'none' }, runRole: 'operator',
  sudo: false, chat: false, success: { type: 'exit-code', codes: [0] }, extractions: [], maxSeries: 200, enabled: true, revision: 1, createdAt: at, updatedAt: at, updatedBy: 'grafana:ann', nextRun: null, lastResults: [], ...change,
});

export const aRun = (change: Partial<RunDetail> = {}): RunDetail => ({
  id: 'r1', batch: 'b1', commandId: 'c1', commandName: 'disk_check', serverId: 's1', serverName: 'web1', state: 'ok', trigger: 'manual', actor: 'grafana:ann', values: {}, startedAt: at, finishedAt: at,
  createdAt: at, durationMs: 120, exitCode: 0, truncated: false, error: null, bytes: 12, script: 'df -P', stdout: 'used 42%\n', stderr: '', ...change,
});

export const aToken = (change: Partial<Token> = {}): Token => ({
  id: 't1', name: 'prometheus', kind: 'direct', role: 'viewer', hint: 'shw_ab', createdAt: at, createdBy: 'cli', expiresAt: null, lastUsedAt: null, lastUsedFrom: null, ...change,
});

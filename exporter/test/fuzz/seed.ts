import type { ServerCreate } from '../../../contract/server.ts';
import { eventually, type TestService } from '../service.ts';
import type { Sshd } from '../sshd.ts';

export const webhookSecret = 'a-secret-of-the-fuzz-run';

/** Ids that exist, by the expression of the paths that take them. */
export type KnownIds = Record<string, string>;

/** What a fleet has after its first day, so that the fuzzer meets records and not 404 alone. */
export async function seed(service: TestService, sshd: Sshd | undefined): Promise<KnownIds> {
  const { client } = service;
  const auth: ServerCreate['auth'] = sshd === undefined ? { type: 'password', password: 'none' } : { type: 'key', privateKey: sshd.clientKey.privateKey };
  const at = { host: sshd?.host ?? '127.0.0.1', port: sshd?.port ?? 9, username: sshd?.target().username ?? 'nobody' };
  const server = await client.createServer({ body: { name: 'web1', ...at, auth, hostKeyPolicy: 'trust-first', tags: { role: 'web' }, enabled: sshd !== undefined } });
  const command = await client.createCommand({ body: { name: 'uptime', script: 'cut -d" " -f1 /proc/uptime' } });
  const source = await client.createLogSource({ body: { name: 'app', serverId: server.id, type: 'file', path: '/etc/passwd' } });
  const threshold = await client.putThreshold({ body: { check: 'reboot', scope: { type: 'default' }, warning: 5, critical: null } });
  const contact = await client.createContact({ body: { name: 'Ada' } });
  const window = await client.createMaintenance({ body: { name: 'nightly', selector: { all: true }, when: { type: 'recurring', cron: '0 3 * * *', lasts: '1h', timeZone: 'Europe/Berlin' } } });
  const policy = await client.createPolicy({ body: { name: 'all', steps: [{ targets: [{ type: 'contact', id: contact.id }], waitMinutes: 5 }] } });
  const rota = await client.createSchedule({ body: { name: 'weekly', timeZone: 'Europe/Berlin', contacts: [contact.id], start: '2026-01-05', handOver: { weekday: 1, at: '09:00' } } });
  const alert = { status: 'firing', labels: { alertname: 'Reboot', instance: 'web1', severity: 'warning' }, annotations: {}, startsAt: '2026-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: 'aa' };
  const body = { version: '4', groupKey: 'a', status: 'firing', receiver: 'a', groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: '', alerts: [alert] };
  await service.ask('POST', '/hooks/alertmanager', { token: webhookSecret, body });
  const incident = (await client.listIncidents({ query: {} })).items[0]?.id ?? 'none';
  const viewer = await client.createToken({ body: { name: 'viewer', role: 'viewer' } });
  if (sshd !== undefined) {
    await service.reaches(server.id, 'up');
  }
  const { runs } = await client.runCommand({ params: { id: command.id }, body: { selector: { servers: [server.id] } } });
  const run = runs[0]?.id ?? '';
  await eventually(async () => !['queued', 'running'].includes((await client.getRun({ params: { id: run } })).state), () => 'the first run');
  return {
    '^/(servers|logs/analyze|status/server)/\\{id\\}': server.id,
    '^/commands/\\{id\\}': command.id,
    '^/logs/(sources|recent)/\\{id\\}': source.id,
    '^/thresholds/\\{id\\}': threshold.id,
    '^/contacts/\\{id\\}': contact.id,
    '^/maintenance/\\{id\\}': window.id,
    '^/escalation-policies/\\{id\\}': policy.id,
    '^/schedules/\\{id\\}': rota.id,
    '^/(incidents|alerts)/\\{id\\}': incident,
    '^/tokens/\\{id\\}': viewer.id,
    '^/runs/\\{id\\}': run,
  };
}

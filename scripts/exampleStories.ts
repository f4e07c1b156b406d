// What is asked of the service that recordExamples.ts starts: one request for each operation, in an order that gives lists something to show.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../contract/client.ts';

/** Asks, keeps the reply as the example of that operation, and gives it back. */
export type Take = <T = { id: string }>(operation: keyof Client, request: object) => Promise<T>;

async function isUp(client: Client, id: string): Promise<void> {
  do {
    await wait(500);
  } while ((await client.getServerStatus({ params: { id } })).state !== 'up');
}

/** Requests about a server that need more than its id, and changes, in the order they are made. */
async function aboutServers(take: Take, { client, id, fingerprint }: Scene): Promise<void> {
  const params = { id };
  const auth = { type: 'password', password: 'not kept' };
  await take('getMetrics', { params, query: { family: ['node_load1', 'node_memory_MemAvailable_bytes'] } });
  await take('getHistory', { params, query: { family: 'node_load1' } });
  await take('testServer', { params, body: {} });
  await take('testUnsavedServer', { body: { host: '127.0.0.1', port: 9, username: 'monitor', auth } });
  await take('acceptHostKey', { params, body: { fingerprint } });
  await take('importKnownHosts', { body: { text: '# a comment\nweb9.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ/O4NmHYHfrAPgxkRn3un8yX1KgLzQv8D4QeBVXVlYV\n', dryRun: true } });
  await take('importServers', { body: { format: 'csv', text: 'name,host,username,tags\nweb1,192.0.2.11,monitor,role=web\nbad name,192.0.2.12,monitor,\n', auth, dryRun: true } });
  const { id: other } = await take('createServer', { body: { name: 'web2', host: '192.0.2.10', username: 'monitor', tags: { role: 'web' }, enabled: false, auth } });
  const { revision } = await take<{ revision: number }>('patchServer', { params: { id: other }, body: { notes: 'in the other rack' }, ifMatch: '*' });
  await take('replaceServer', { params: { id: other }, body: { name: 'web2', host: '192.0.2.10', username: 'monitor', tags: { role: 'web' }, enabled: false, auth }, ifMatch: `"${revision}"` });
  await take('bulkServers', { body: { selector: { tags: { role: 'web' } }, change: { addTags: { rack: '7' } } } });
  await take('putSudoPassword', { params, body: { password: 'not kept' } });
  // A host key accepted anew closes the session.
  await isUp(client, id);
  await take('refreshSpecs', { params });
  await take('stopMonitor', { params });
  await take('startMonitor', { params });
  await isUp(client, id);
  await take('toggleServer', { params: { id: other } });
}

async function aboutCommands(take: Take, client: Client, id: string): Promise<void> {
  const ended = async (run: string): Promise<void> => {
    while ((await client.getRun({ params: { id: run } })).finishedAt === null) {
      await wait(100);
    }
  };
  const extractions = [{ source: 'regex', pattern: '^(?P<state>\\w) (?P<value>\\d+)$', metric: 'processes', help: 'Processes by state.' }];
  const command = { name: 'process_states', script: 'ps -eo stat= | cut -c1 | sort | uniq -c | awk \'{print $2, $1}\'', selector: { all: true }, schedule: { type: 'interval', every: '1m' }, extractions };
  await take('tryCommand', { body: { serverId: id, command } });
  await take('previewExtraction', { body: { name: 'process_states', extractions, output: 'R 2\nS 81\n' } });
  const { id: commandId } = await take('createCommand', { body: command });
  const params = { id: commandId };
  type Batch = { runs: Array<{ id: string }> };
  const first = (await take<Batch>('runCommand', { params, body: { selector: { all: true } } })).runs[0]?.id as string;
  await ended(first);
  await take('getRun', { params: { id: first } });
  const second = (await take<Batch>('rerun', { params: { id: first } })).runs[0]?.id as string;
  await ended(second);
  await take('diffRuns', { params: { id: first }, query: { with: second } });
  await take('replaceCommand', { params, body: { ...command, description: 'How many processes run, sleep and wait.' }, ifMatch: '*' });
  await take('getCommand', { params });
  const long = (await take<Batch>('runOnServer', { params: { id }, body: { script: 'echo begun; sleep 60' } })).runs[0]?.id as string;
  while ((await client.getRun({ params: { id: long } })).state === 'queued') {
    await wait(100);
  }
  await take('cancelRun', { params: { id: long } });
}

async function aboutLogs(take: Take, id: string, folder: string): Promise<void> {
  const log = path.join(folder, 'app.log');
  const entry = (second: number, text: string) => `${new Date(Date.now() - second * 1000).toISOString()} ${text}\n`;
  await writeFile(log, [entry(40, 'INFO listening on port 8080'), entry(30, 'INFO user 17 logged in'), entry(20, 'ERROR disk full on /dev/sda'), entry(10, 'INFO user 23 logged in')].join(''));
  const source = { name: 'app', serverId: id, type: 'file', path: log, rules: [{ name: 'disk_full', pattern: 'disk full' }] };
  const params = { id: (await take('createLogSource', { body: source })).id };
  await take('checkLogSource', { params });
  await take('replaceLogSource', { params, body: { ...source, timeZone: 'Europe/Berlin' }, ifMatch: '*' });
  await take('getLogSource', { params });
  await take('recentLogs', { params, query: { lines: 2 } });
  await take('searchLogs', { query: { filter: 'user', limit: 2 } });
  await take('analyzeLogs', { params: { id }, query: { buckets: 3 } });
}

async function aboutAlerts(take: Take, { client, url, webhookSecret }: Scene): Promise<void> {
  const threshold = { check: 'disk_space', scope: { type: 'tag', tag: 'role', value: 'web' }, warning: 70, critical: 85, note: 'small disks' };
  await take('previewThreshold', { body: threshold });
  const limits = { id: (await take('putThreshold', { body: threshold })).id };
  await take('getThreshold', { params: limits });
  await take('replaceThreshold', { params: limits, body: { ...threshold, critical: 90 }, ifMatch: '*' });
  await take('createAlertCondition', { body: { check: 'memory', severity: 'critical', limit: 95 } });

  const ada = { name: 'Ada', role: 'operator', channels: [{ type: 'email', address: 'ada@example.org' }] };
  const contact = { id: (await take('createContact', { body: ada })).id };
  await take('getContact', { params: contact });
  await take('replaceContact', { params: contact, body: { ...ada, quietHours: { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' } }, ifMatch: '*' });
  const rota = { name: 'operations', timeZone: 'Europe/Berlin', contacts: [contact.id], start: '2026-01-05', handOver: { weekday: 1, at: '09:00' } };
  const schedule = { id: (await take('createSchedule', { body: rota })).id };
  await take('getSchedule', { params: schedule });
  await take('replaceSchedule', { params: schedule, body: { ...rota, weeksPerTurn: 2 }, ifMatch: '*' });
  const policy = { name: 'default', steps: [{ targets: [{ type: 'schedule', id: schedule.id }], waitMinutes: 15 }] };
  const policyId = { id: (await take('createPolicy', { body: policy })).id };
  await take('getPolicy', { params: policyId });
  await take('replacePolicy', { params: policyId, body: { ...policy, repeat: { fromStep: 0, times: 3 } }, ifMatch: '*' });

  const tonight = new Date(Date.now() + 3_600_000);
  const window = { name: 'new kernel', selector: { tags: { role: 'web' } }, when: { type: 'once', from: tonight.toISOString(), to: new Date(tonight.getTime() + 3_600_000).toISOString() } };
  const maintenance = { id: (await take('createMaintenance', { body: window })).id };
  await take('getMaintenance', { params: maintenance });
  await take('replaceMaintenance', { params: maintenance, body: { ...window, reason: 'CVE' }, ifMatch: '*' });
  const day = 86_400_000;
  await take('maintenanceCalendar', { query: { from: new Date(tonight.getTime() - day).toISOString(), to: new Date(tonight.getTime() + 7 * day).toISOString() } });

  // As Alertmanager tells it (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
  const alerts = ['/', '/var'].map((item, i) => ({
    status: 'firing',
    labels: { alertname: 'Disk space', check: 'disk_space', instance: 'demo', item, severity: 'warning' },
    annotations: { summary: `The filesystem ${item} of demo is 91 % full` },
    startsAt: new Date().toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint: `a1b2c3d4e5f6071${i}`,
  }));
  const body = JSON.stringify({ version: '4', status: 'firing', receiver: 'shellwatch', groupKey: '{}', groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: '', truncatedAlerts: 0, alerts });
  await fetch(`${url}/hooks/alertmanager`, { method: 'POST', headers: { authorization: `Bearer ${webhookSecret}`, 'content-type': 'application/json' }, body });
  const [first, second] = (await client.listIncidents({})).items;
  if (first === undefined || second === undefined) {
    throw new Error('the alerts made no incidents');
  }
  const params = { id: first.id };
  await take('acknowledgeIncident', { params, body: {} });
  await take('unacknowledgeIncident', { params, body: { comment: 'no time today' } });
  await take('escalateIncident', { params, body: {} });
  await take('commentIncident', { params, body: { comment: 'old images in /var/lib' } });
  await take('assignIncident', { params, body: { contactId: contact.id } });
  await take('getIncident', { params });
  await take('bulkIncidents', { body: { ids: [first.id, second.id], action: 'acknowledge' } });
  await take('resolveIncident', { params, body: { comment: 'images removed' } });
  await take('resolveAlert', { params: { id: second.id }, body: {} });
}

/** A service to ask, and what its requests are about. */
export interface Scene {
  client: Client;
  url: string;
  webhookSecret: string;
  /** The server that is watched, and the host key it showed. */
  id: string;
  fingerprint: string;
  folder: string;
}

export async function tellStories(take: Take, scene: Scene): Promise<void> {
  await aboutServers(take, scene);
  await aboutCommands(take, scene.client, scene.id);
  await aboutLogs(take, scene.id, scene.folder);
  await aboutAlerts(take, scene);
}

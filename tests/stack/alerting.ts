import type { Exporter } from './exporter.ts';

/** Who Ada is to Telegram. */
export const adaOnTelegram = { id: 4711, first_name: 'Ada' };

/** A bot, people with duty, a policy, a window, narrower limits, and incidents as Alertmanager tells them. */
export async function makeAlerting(exporter: Exporter, secret: string, botToken: string): Promise<void> {
  await exporter.api('PUT', '/settings/telegram', { token: botToken });
  const made = async (where: string, body: object) => (await exporter.api<{ id: string }>('POST', where, body)).id;
  const ada = await made('/contacts', { name: 'Ada', role: 'operator', telegramUserId: String(adaOnTelegram.id), channels: [{ type: 'telegram', chatId: String(adaOnTelegram.id) }] });
  const grace = await made('/contacts', { name: 'Grace', role: 'admin', channels: [{ type: 'email', address: 'grace@example.org' }], quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' } });
  const rota = await made('/schedules', { name: 'Weekly', timeZone: 'Europe/Berlin', contacts: [ada, grace], start: '2026-01-05', handOver: { weekday: 1, at: '09:00' } });
  // Nobody is to be told of these incidents: the policy is for a check that none of them has.
  await made('/escalation-policies', {
    name: 'Clocks to the rota',
    matcher: { checks: ['time_drift'] },
    steps: [
      { targets: [{ type: 'schedule', id: rota }], waitMinutes: 15 },
      { targets: [{ type: 'contact', id: grace }], waitMinutes: 30 },
    ],
  });
  await made('/escalation-policies', { name: 'Reboots to Ada', matcher: { checks: ['reboot'] }, steps: [{ targets: [{ type: 'contact', id: ada }], waitMinutes: 15 }] });
  await made('/maintenance', { name: 'Kernel update', selector: { tags: { env: 'test' } }, when: { type: 'recurring', cron: '0 3 * * 0', lasts: '1h', timeZone: 'Europe/Berlin' }, reason: 'Reboots on Sundays' });
  await made('/thresholds', { check: 'disk_space', scope: { type: 'tag', tag: 'role', value: 'db' }, warning: 70, critical: 80, enabled: true, note: 'Databases grow fast' });
  await told(exporter, secret, [
    ['web1', 'disk_space', 'warning', { mountpoint: '/' }, '87.2', '85', 42],
    ['db1', 'memory', 'critical', {}, '97.4', '96', 6],
  ]);
}

type Alert = [server: string, check: string, severity: string, labels: Record<string, string>, value: string, limit: string, minutesAgo: number];

async function told(exporter: Exporter, secret: string, all: Alert[]): Promise<void> {
  const alerts = all.map(([instance, check, severity, labels, value, limit, minutesAgo]) => ({
    status: 'firing',
    labels: { alertname: check, app: 'shellwatch', check, instance, severity, ...labels },
    annotations: { value, limit },
    startsAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint: Buffer.from(`${instance}/${check}`.padEnd(8).slice(-8)).toString('hex'),
  }));
  const reply = await fetch(`${exporter.url}/hooks/alertmanager`, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify({ version: '4', alerts }) });
  if (!reply.ok) {
    throw new Error(`the alerts were not taken: ${reply.status} ${await reply.text()}`);
  }
}

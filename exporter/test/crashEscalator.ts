// Escalates in a time that runs 600 times faster, until it is killed or everything is done: node crashEscalator.ts DATABASE ACCEPTED
// The provider is a file: a line appended is a message accepted, and nothing that happens afterwards takes it back.
import { appendFileSync, writeSync } from 'node:fs';
import { ContactInput, PolicyInput } from '../../contract/escalation.ts';
import type { Clock } from '../src/clock.ts';
import { createAudit, system } from '../src/fleet/audit.ts';
import { createEscalationRoom } from '../src/fleet/escalation/escalationRoom.ts';
import { createIncidentRoom, type IncidentRoom } from '../src/fleet/incidents/incidentRoom.ts';
import type { Vault } from '../src/fleet/vault.ts';
import { openStore } from '../src/store/open.ts';

const [file, accepted] = process.argv.slice(2) as [string, string];
const faster = 600;
const incidentCount = 10;
const epoch = Date.UTC(2026, 0, 1);
// Every process goes on in the same time, as clocks do.
const begun = Date.UTC(2026, 10, 1);
const clock: Clock = {
  now: () => epoch + (Date.now() - begun) * faster,
  after(ms, callback) {
    const timer = setTimeout(callback, ms / faster);
    return () => clearTimeout(timer);
  },
};

const store = await openStore({ file });
const audit = createAudit({ store, clock });
const fail = (error: unknown) => {
  console.error(error);
  process.exit(1);
};
let incidents: IncidentRoom | undefined = undefined;
const room = createEscalationRoom({
  store,
  clock,
  audit,
  vault: { put: async () => undefined, get: async () => ({}) } as unknown as Vault,
  tagsOf: () => ({}),
  incidents: async (ids) => new Map((await (incidents as IncidentRoom).shown(ids)).map((incident) => [incident.id, incident])),
  onError: fail,
});
incidents = createIncidentRoom({
  store,
  clock,
  audit,
  link: { api: () => undefined, heard: () => undefined } as never,
  alertmanager: undefined,
  serverNamed: () => undefined,
  neighbours: room.neighbours,
  reopenMs: 600_000,
  retentionMs: 1e14,
  compareMs: 60_000,
  onError: fail,
});
room.register({
  email: {
    edits: false,
    async deliver(_channel, { key }) {
      appendFileSync(accepted, `${key}\n`);
      // The answer takes a while: the instant between acceptance and record is met by some of the kills.
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { state: 'sent' };
    },
  },
});

if ((await room.policies.records()).length === 0) {
  const ann = await room.contacts.create(ContactInput.parse({ name: 'ann', channels: [{ type: 'email', address: 'ann@example.org' }] }), system);
  const targets = [{ type: 'contact' as const, id: ann.id }];
  const steps = [1, 2, 3].map(() => ({ targets, waitMinutes: 1 }));
  await room.policies.create(PolicyInput.parse({ name: 'p', steps, repeat: { fromStep: 0, times: 4 } }), system);
  await incidents.take(
    Array.from({ length: incidentCount }, (_, index) => ({
      status: 'firing' as const,
      source: 'grafana' as const,
      fingerprint: `f${index}`,
      startsAt: clock.now(),
      endsAt: null,
      labels: { alertname: 'CPU usage', check: 'cpu', instance: `web${index}`, severity: 'critical' },
      summary: 'cpu is high',
      value: 97,
      limit: 95,
      ruleUid: 'sw_cpu',
      links: { rule: null, panel: null, silence: null },
      resolution: 'recovered' as const,
    }))
  );
}
await room.start();
writeSync(1, 'ready\n');
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const waiting = await store.db.selectFrom('escalations').select('incidentId').where('nextAt', 'is not', null).execute();
  if (waiting.length === 0 && (await room.outbox.counts()).queued === 0) {
    break;
  }
}
await room.close();
await store.close();

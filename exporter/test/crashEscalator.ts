/*
 * Escalates in a time that runs 600 times faster, until it is killed or everything is done:
 *
 * DATABASE is `sqlite:FILE` or `postgres://…`.
 *
 *   node crashEscalator.ts DATABASE ACCEPTED burst          10 incidents, 3 steps, 4 repeats
 *   node crashEscalator.ts DATABASE ACCEPTED story [POINT]   one incident from its firing to its end; kills itself at the POINT-th point
 *
 * The provider is a file: a line appended is a message accepted, and nothing that happens afterwards takes it back.
 * A point is each instant that can matter: before every statement that writes, before every commit, before and after every acceptance.
 */
import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';
import type { KyselyPlugin } from 'kysely';
import { ContactInput, PolicyInput } from '../../contract/escalation.ts';
import type { Clock } from '../src/clock.ts';
import { createAudit, system } from '../src/fleet/audit.ts';
import { createEscalationRoom } from '../src/fleet/escalation/escalationRoom.ts';
import { createIncidentRoom, type IncidentRoom } from '../src/fleet/incidents/incidentRoom.ts';
import type { Vault } from '../src/fleet/vault.ts';
import { openStore, type Store } from '../src/store/open.ts';

const [url, accepted, what, killAt] = process.argv.slice(2) as [string, string, 'burst' | 'story', string | undefined];
const faster = 600;
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

let points = 0;
/** Messages that the provider has and the store does not know of: the two channels may have one each. */
let unrecorded = 0;
const records = new WeakSet<object>();
function point(name: string): void {
  points += 1;
  if (String(points) === killAt) {
    writeSync(1, `at ${name}, ${unrecorded} unrecorded\n`);
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; nothing more may happen.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}
/** `update outbox` of a query that writes; undefined for one that reads. */
function writes(node: object): string | undefined {
  const { kind } = node as { kind: string };
  const verb = /^(Insert|Update|Delete)QueryNode$/.exec(kind)?.[1]?.toLowerCase();
  const whole = JSON.stringify(node);
  const accepts = verb === 'update' && whole.includes('"name":"state"}},"value":{"kind":"ValueNode","value":"accepted"') ? ', the record of an acceptance' : '';
  return verb && `${verb} ${/"identifier":\{"kind":"IdentifierNode","name":"(\w+)"/.exec(whole)?.[1] ?? '?'}${accepts}`;
}
const plugin: KyselyPlugin = {
  transformQuery({ node, queryId }) {
    const name = writes(node);
    if (name?.endsWith('an acceptance')) {
      records.add(queryId);
    }
    if (name !== undefined) {
      point(`before ${name}`);
    }
    return node;
  },
  async transformResult({ result, queryId }) {
    unrecorded -= records.has(queryId) ? 1 : 0;
    return result;
  },
};
const real = await openStore({ url });
const store: Store = {
  ...real,
  db: real.db.withPlugin(plugin),
  exclusively: (work) =>
    real.exclusively(async (tx) => {
      const result = await work(tx.withPlugin(plugin) as typeof tx);
      point('before commit');
      return result;
    }),
};

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
  onChange: () => undefined,
  onOutcome: () => undefined,
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
      point('before acceptance');
      appendFileSync(accepted, `${key}\n`);
      unrecorded += 1;
      // The answer takes a while: the instant between acceptance and record is met by some of the kills.
      await new Promise((resolve) => setTimeout(resolve, 1));
      point('after acceptance');
      return { state: 'sent' };
    },
  },
});

const news = (index: number, status: 'firing' | 'resolved' = 'firing') => ({
  status,
  source: 'grafana' as const,
  fingerprint: `f${index}`,
  startsAt: clock.now(),
  endsAt: status === 'resolved' ? clock.now() : null,
  labels: { alertname: 'CPU usage', check: 'cpu', instance: `web${index}`, severity: 'critical' },
  summary: 'cpu is high',
  value: 97,
  limit: 95,
  ruleUid: 'sw_cpu',
  links: { rule: null, panel: null, silence: null },
  resolution: 'recovered' as const,
});
const person = async (name: string) =>
  (await room.contacts.records()).find(({ definition }) => definition.name === name) ?? (await room.contacts.create(ContactInput.parse({ name, channels: [{ type: 'email', address: `${name}@example.org` }] }), system));
const policy = async (changes: object): Promise<boolean> => (await room.policies.records()).length > 0 || void (await room.policies.create(PolicyInput.parse({ name: 'p', ...changes }), system)) === undefined;
const quiet = async (): Promise<boolean> => (await real.db.selectFrom('escalations').select('incidentId').where('nextAt', 'is not', null).execute()).length === 0 && (await room.outbox.counts()).queued === 0;

/** All of them at once, nobody reacts. */
async function burst(): Promise<() => Promise<boolean>> {
  const targets = [{ type: 'contact' as const, id: (await person('ann')).id }];
  await policy({ steps: [1, 2, 3].map(() => ({ targets, waitMinutes: 1 })), repeat: { fromStep: 0, times: 4 } });
  if ((await incidents?.open())?.length === 0) {
    await incidents?.take(Array.from({ length: 10 }, (_, index) => news(index)));
  }
  return quiet;
}

/** Fires, is told to one and then to another, is acknowledged, reminded of, and recovers. What was done is not done again. */
async function story(): Promise<() => Promise<boolean>> {
  const people = [await person('ann'), await person('bob')];
  await policy({ steps: people.map(({ id }) => ({ targets: [{ type: 'contact', id }], waitMinutes: 1 })), remindAcknowledgedMinutes: 5 });
  const messages = (text: string): string[] => (existsSync(accepted) ? [...new Set(readFileSync(accepted, 'utf8').split('\n'))].filter((key) => key.includes(text)) : []);
  const heard = (text: string): number => messages(text).length;
  const recipients = (text: string): number => new Set(messages(text).map((key) => key.split(' ').at(-1))).size;
  return async () => {
    const incident = (await real.db.selectFrom('incidents').select(['id', 'state']).execute())[0];
    if (incident === undefined) {
      await incidents?.take([news(0)]);
    } else if (incident.state === 'firing' && heard(' 0 1 ') > 0) {
      await incidents?.actions.acknowledge(incident.id, '', system);
    } else if (incident.state === 'acknowledged' && heard('reminder') >= 2) {
      await incidents?.take([news(0, 'resolved')]);
    }
    // Who heard of it hears of its end: not always both, as the first is spared when the second reacted before the message went out.
    return incident?.state === 'resolved' && recipients('resolved') > 0 && recipients('resolved') === recipients('@') && (await quiet());
  };
}

const over = await { burst, story }[what]();
await room.start();
writeSync(1, 'ready\n');
while (!(await over())) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
await room.close();
await store.close();
writeSync(1, `${points} points\n`);

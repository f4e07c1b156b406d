/**
 * Escalation and incidents on a real store with a clock that a test moves:
 *
 *   const house = await createEscalating(database);
 *   await house.policy();                       ann is told, and bob ten minutes later
 *   await house.take('firing'); await house.pass(1);
 *   expect(house.sent).toEqual(['firing ann firing']);
 *   await house.close();                        always; returns the errors of the parts
 */
import { ContactInput, PolicyInput, type Channel } from '../../contract/escalation.ts';
import { createAudit } from '../src/fleet/audit.ts';
import type { Deliverer, Delivery, Notification } from '../src/fleet/escalation/deliverer.ts';
import { createEscalationRoom, type EscalationRoom } from '../src/fleet/escalation/escalationRoom.ts';
import type { AlertNews } from '../src/fleet/incidents/alertNews.ts';
import { createIncidentRoom, type IncidentRoom } from '../src/fleet/incidents/incidentRoom.ts';
import type { Vault } from '../src/fleet/vault.ts';
import { createServerRepository } from '../src/store/servers.ts';
import type { TestDatabase } from './databases.ts';
import { createFakeClock, settle, type FakeClock } from './fakeClock.ts';

export const boss = { name: 'token:boss', role: 'admin' as const, from: 'test' };
const begun = Date.parse('2026-01-10T10:00:00Z');

/** One exporter's part of it; several may share a store. */
export interface Exporter {
  escalation: EscalationRoom;
  incidents: IncidentRoom;
}

export async function createEscalating(database: TestDatabase) {
  const clock = createFakeClock(begun);
  const fresh = await database.create();
  const { store } = fresh;
  const sent: string[] = [];
  const outcomes: string[] = [];
  const errors: unknown[] = [];
  const running: Exporter[] = [];
  const server = { id: '', tags: { role: 'web' } };
  let answer: (channel: Channel, notification: Notification) => Delivery | Promise<Delivery> = () => ({ state: 'sent' });

  const deliverer = (edits: boolean): Deliverer => ({
    edits,
    async deliver(channel, notification) {
      const outcome = await answer(channel, notification);
      if (outcome.state === 'sent') {
        sent.push(`${notification.kind} ${notification.contactName} ${notification.incident?.state}`);
      }
      return outcome;
    },
  });

  /** An exporter on this store, with a clock of its own when told. */
  async function start(its: FakeClock = clock): Promise<Exporter> {
    const audit = createAudit({ store, clock: its });
    const onError = (error: unknown) => void errors.push(error);
    const escalation = createEscalationRoom({
      store,
      clock: its,
      audit,
      vault: { put: async () => undefined, get: async () => ({}) } as unknown as Vault,
      tagsOf: () => server.tags,
      incidents: async (ids) => new Map((await incidents.shown(ids)).map((incident) => [incident.id, incident])),
      onChange: (change) => void incidents.bus.emit('change', change),
      onOutcome: (channel, outcome) => void outcomes.push(`${channel} ${outcome}`),
      onError,
    });
    const incidents = createIncidentRoom({
      store,
      clock: its,
      audit,
      link: { api: () => undefined, heard: () => undefined } as never,
      alertmanager: undefined,
      serverNamed: () => (server.id === '' ? undefined : server),
      neighbours: escalation.neighbours,
      reopenMs: 600_000,
      retentionMs: 1e12,
      compareMs: 60_000,
      onError,
    });
    escalation.register({ email: deliverer(false), telegram: deliverer(true) });
    await escalation.start();
    running.push({ escalation, incidents });
    return { escalation, incidents };
  }

  const { escalation, incidents } = await start();
  const person = (name: string, changes: object = {}) => escalation.contacts.create(ContactInput.parse({ name, channels: [{ type: 'email', address: `${name}@example.org` }], ...changes }), boss);
  const news = (status: 'firing' | 'resolved', fingerprint = 'f1', severity = 'critical'): AlertNews => ({
    source: 'grafana',
    status,
    fingerprint,
    startsAt: begun,
    endsAt: status === 'resolved' ? clock.now() : null,
    labels: { alertname: 'CPU usage', check: 'cpu', instance: 'web1', severity },
    summary: 'cpu is high',
    value: 97,
    limit: 95,
    resolution: 'recovered',
    ruleUid: 'sw_cpu',
    links: { rule: null, panel: null, silence: null },
  });
  /** The store is a real one: what a step of the clock began is waited for. */
  async function idle(): Promise<void> {
    await settle();
    for (const one of running) {
      await one.escalation.engine.tick();
      await one.escalation.outbox.idle();
    }
  }

  return {
    clock,
    store,
    sent,
    outcomes,
    escalation,
    incidents,
    start,
    person,
    news,
    idle,
    /** How the provider answers from now on. */
    answers: (next: typeof answer) => void (answer = next),
    /** A server that alerts of its name are about. */
    async addServer(name: string): Promise<void> {
      server.id = name;
      const auth = { type: 'agent' as const, socket: null, publicKey: null, passphraseSet: false, certificateSet: false };
      const about = { host: 'example.org', port: 22, username: 'x', tags: server.tags, jump: null, interval: null, hostKeyPolicy: 'strict' as const, enabled: true, notes: '', auth };
      await createServerRepository(store.db).insert({ id: name, name, ...about, revision: 1, connectionRevision: 1, createdAt: begun, updatedAt: begun });
    },
    /** Stops an exporter; without one, the first. */
    async stop(one: Exporter = { escalation, incidents }) {
      await one.escalation.close();
      running.splice(running.findIndex((other) => other.escalation === one.escalation), 1);
    },
    async policy(changes: Record<string, unknown> = {}) {
      const people = [await person('ann'), await person('bob')];
      const steps = people.map(({ id }) => ({ targets: [{ type: 'contact', id }], waitMinutes: 10 }));
      return escalation.policies.create(PolicyInput.parse({ name: 'default', steps, ...changes }), boss);
    },
    take: (...args: Parameters<typeof news>) => incidents.take([news(...args)]),
    async pass(minutes: number) {
      for (let second = 0; second <= minutes * 60; second += 20) {
        await clock.advance(20_000);
        await idle();
      }
    },
    first: async () => (await incidents.open())[0]?.id as string,
    lines: async (id: string) => (await incidents.list.get(id)).events.map(({ kind, text }) => `${kind} ${text}`),
    async close(): Promise<unknown[]> {
      await Promise.all(running.map((one) => one.escalation.close()));
      await fresh.remove();
      return errors;
    },
  };
}

export type Escalating = Awaited<ReturnType<typeof createEscalating>>;

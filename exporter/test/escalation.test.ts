import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { coming, onDuty } from '../src/fleet/escalation/rota.ts';
import { quietUntil } from '../src/fleet/escalation/quietHours.ts';
import { checkWindow, isOn, occurrence } from '../src/fleet/escalation/windows.ts';
import { createEscalationRoom, type EscalationRoom } from '../src/fleet/escalation/escalationRoom.ts';
import type { Delivery, Notification } from '../src/fleet/escalation/deliverer.ts';
import { createIncidentRoom, type IncidentRoom } from '../src/fleet/incidents/incidentRoom.ts';
import { createAudit } from '../src/fleet/audit.ts';
import { databases } from './databases.ts';
import { createFakeClock, settle, type FakeClock } from './fakeClock.ts';
import { ContactInput, PolicyInput, type Channel } from '../../contract/escalation.ts';
import { MaintenanceInput } from '../../contract/maintenance.ts';
import type { Vault } from '../src/fleet/vault.ts';
import type { Store } from '../src/store/open.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

describe('rota', () => {
  const rota = { name: 'ops', timeZone: 'Europe/Berlin', contacts: ['ann', 'bob', 'eve'], start: '2026-03-02', handOver: { weekday: 1, at: '09:00' }, weeksPerTurn: 1, overrides: [] as Array<{ contactId: string; from: string; to: string }> };

  it('hands over at the wall clock, also in the week that has 167 hours', () => {
    const shifts = coming(rota, at('2026-03-17T00:00:00Z'), 4).map(({ contactId, from, to }) => [contactId, iso(from), iso(to)]);
    expect(shifts).toEqual([
      ['ann', '2026-03-16T08:00:00.000Z', '2026-03-23T08:00:00.000Z'],
      ['bob', '2026-03-23T08:00:00.000Z', '2026-03-30T07:00:00.000Z'],
      ['eve', '2026-03-30T07:00:00.000Z', '2026-04-06T07:00:00.000Z'],
      ['ann', '2026-04-06T07:00:00.000Z', '2026-04-13T07:00:00.000Z'],
    ]);
  });

  it('overrides win, and shorten the turns around them', () => {
    const with1 = { ...rota, overrides: [{ contactId: 'eve', from: '2026-03-18T00:00:00Z', to: '2026-03-19T00:00:00Z' }] };
    expect(coming(with1, at('2026-03-17T00:00:00Z'), 3).map(({ contactId, from, to, override }) => [contactId, iso(from), iso(to), override])).toEqual([
      ['ann', '2026-03-16T08:00:00.000Z', '2026-03-18T00:00:00.000Z', false],
      ['eve', '2026-03-18T00:00:00.000Z', '2026-03-19T00:00:00.000Z', true],
      ['ann', '2026-03-19T00:00:00.000Z', '2026-03-23T08:00:00.000Z', false],
    ]);
  });

  it('nobody has duty before it starts', () => {
    expect(onDuty(rota, at('2026-03-01T00:00:00Z'))).toBeUndefined();
    expect(onDuty(rota, at('2026-03-01T23:30:00Z'))?.contactId).toBe('ann');
  });

  it('every instant of a year belongs to exactly one shift', () => {
    let previous = coming(rota, at('2026-03-02T00:00:00Z'), 1)[0];
    for (const shift of coming(rota, at('2026-03-02T00:00:00Z'), 60).slice(1)) {
      expect(shift.from).toBe(previous?.to);
      previous = shift;
    }
  });
});

describe('quietHours', () => {
  const quiet = { from: '22:00', to: '07:00', days: [], timeZone: 'Europe/Berlin' };
  it('go over midnight, in the zone of the person', () => {
    expect(iso(quietUntil(quiet, at('2026-01-10T21:30:00Z')) as number)).toBe('2026-01-11T06:00:00.000Z');
    expect(iso(quietUntil(quiet, at('2026-01-11T03:00:00Z')) as number)).toBe('2026-01-11T06:00:00.000Z');
    expect(quietUntil(quiet, at('2026-01-11T06:00:00Z'))).toBeUndefined();
    expect(quietUntil({ ...quiet, days: [6] }, at('2026-01-12T03:00:00Z'))).toBeUndefined();
  });
});

describe('maintenance windows', () => {
  const window = (when: unknown) => MaintenanceInput.parse({ name: 'patch', selector: { all: true }, when });
  it('recur by cron in their zone', () => {
    const nightly = window({ type: 'recurring', cron: '0 2 * * 0', lasts: '2h', timeZone: 'Europe/Berlin' });
    checkWindow(nightly);
    const now = at('2026-01-11T02:30:00Z');
    expect(isOn(occurrence(nightly, now), now)).toBe(true);
    expect(isOn(occurrence(nightly, at('2026-01-11T03:00:00Z')), at('2026-01-11T03:00:00Z'))).toBe(false);
    expect(iso(occurrence(nightly, at('2026-01-11T03:00:00Z'))?.from as number)).toBe('2026-01-18T01:00:00.000Z');
  });
  it('once, then no more', () => {
    const once = window({ type: 'once', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' });
    expect(isOn(occurrence(once, at('2026-01-01T00:30:00Z')), at('2026-01-01T00:30:00Z'))).toBe(true);
    expect(occurrence(once, at('2026-01-01T01:00:00Z'))).toBeUndefined();
    expect(() => checkWindow(window({ type: 'once', from: '2026-01-02T00:00:00Z', to: '2026-01-01T01:00:00Z' }))).toThrow('when.to');
    expect(() => checkWindow(window({ type: 'recurring', cron: '0 2 * * 9', lasts: '2h', timeZone: 'UTC' }))).toThrow('when.cron');
  });
});

for (const database of databases) {
  describe(`escalation on ${database.name}`, () => {
    let clock: FakeClock;
    let store: Store;
    let escalation: EscalationRoom;
    let incidents: IncidentRoom;
    let sent: string[];
    let answer: (channel: Channel, notification: Notification) => Delivery;
    let close: () => Promise<void>;
    const boss = { name: 'token:boss', role: 'admin' as const, from: 'test' };
    const noVault = { put: async () => undefined, get: async () => ({}) } as unknown as Vault;
    const errors: unknown[] = [];

    function build(): void {
      const audit = createAudit({ store, clock });
      escalation = createEscalationRoom({
        store,
        clock,
        audit,
        vault: noVault,
        tagsOf: () => ({ role: 'web' }),
        incidents: async (ids) => new Map((await incidents.shown(ids)).map((incident) => [incident.id, incident])),
        onError: (error) => errors.push(error),
      });
      incidents = createIncidentRoom({
        store,
        clock,
        audit,
        link: { api: () => undefined, heard: () => undefined } as never,
        alertmanager: undefined,
        serverNamed: () => undefined,
        neighbours: escalation.neighbours,
        reopenMs: 600_000,
        retentionMs: 1e12,
        compareMs: 60_000,
        onError: (error) => errors.push(error),
      });
      escalation.register({
        email: {
          edits: false,
          async deliver(channel, notification) {
            const outcome = answer(channel, notification);
            if (outcome.state === 'sent') {
              sent.push(`${notification.kind} ${notification.contactName} ${notification.incident?.state}`);
            }
            return outcome;
          },
        },
      });
    }

    beforeEach(async () => {
      clock = createFakeClock(at('2026-01-10T10:00:00Z'));
      const fresh = await database.create();
      ({ store } = fresh);
      close = () => fresh.remove();
      sent = [];
      errors.length = 0;
      answer = () => ({ state: 'sent' });
      build();
      await escalation.start();
    });
    afterEach(async () => {
      await escalation.close();
      await close();
      expect(errors).toEqual([]);
    });

    const person = (name: string, changes: Partial<ContactInput> = {}) => escalation.contacts.create(ContactInput.parse({ name, channels: [{ type: 'email', address: `${name}@example.org` }], ...changes }), boss);
    const policy = async (changes: Record<string, unknown> = {}) => {
      const [ann, bob] = [await person('ann'), await person('bob')];
      return escalation.policies.create(
        PolicyInput.parse({
          name: 'default',
          steps: [
            { targets: [{ type: 'contact', id: ann.id }], waitMinutes: 10 },
            { targets: [{ type: 'contact', id: bob.id }], waitMinutes: 10 },
          ],
          ...changes,
        }),
        boss
      );
    };
    const news = (status: 'firing' | 'resolved', fingerprint = 'f1', severity = 'critical') => ({
      source: 'grafana' as const,
      status,
      fingerprint,
      startsAt: at('2026-01-10T10:00:00Z'),
      endsAt: status === 'resolved' ? clock.now() : null,
      labels: { alertname: 'CPU usage', check: 'cpu', instance: 'web1', severity },
      summary: 'cpu is high',
      value: 97,
      limit: 95,
      resolution: 'recovered' as const,
      ruleUid: 'sw_cpu',
      links: { rule: null, panel: null, silence: null },
    });
    const take = (...args: Parameters<typeof news>) => incidents.take([news(...args)]);
    const pass = async (minutes: number) => {
      for (let second = 0; second <= minutes * 60; second += 20) {
        await clock.advance(20_000);
        await idle();
      }
    };
    /** The store is a real one: what a step of the clock began is waited for. */
    const idle = async () => {
      await settle();
      await escalation.engine.tick();
      await escalation.outbox.idle();
    };
    const first = async () => (await incidents.open())[0]?.id as string;

    it('tells the first, waits, tells the second, and stops when somebody reacts', async () => {
      await policy();
      await take('firing');
      await pass(1);
      expect(sent).toEqual(['firing ann firing']);
      await pass(10);
      expect(sent).toEqual(['firing ann firing', 'firing bob firing']);
      await incidents.actions.acknowledge(await first(), '', boss);
      await pass(30);
      expect(sent).toHaveLength(2);
      await take('resolved');
      await pass(1);
      expect(sent.slice(2).sort()).toEqual(['resolved ann resolved', 'resolved bob resolved']);
    });

    it('repeats as often as it says, and no more', async () => {
      await policy({ repeat: { fromStep: 1, times: 2 } });
      await take('firing');
      await pass(60);
      expect(sent).toEqual(['firing ann firing', 'firing bob firing', 'firing bob firing', 'firing bob firing']);
    });

    it('a provider that is away loses nothing and doubles nothing', async () => {
      await policy();
      let refusals = 3;
      answer = () => (refusals-- > 0 ? { state: 'retry', afterMs: 20_000, error: 'no route' } : { state: 'sent' });
      await take('firing');
      await pass(3);
      expect(sent).toEqual(['firing ann firing']);
      const events = (await incidents.list.get(await first())).events.map(({ kind, text }) => `${kind} ${text}`);
      expect(events.filter((text) => text.startsWith('notify_failed'))).toEqual(['notify_failed ann by e-mail ann@example.org: no route; it is tried again']);
      expect(events.filter((text) => text.startsWith('notified'))).toEqual(['notified ann by e-mail ann@example.org']);
    });

    it('goes on after a restart where it was, and two exporters do not double', async () => {
      await policy();
      await take('firing');
      await pass(1);
      await escalation.close();
      build();
      const second = escalation;
      await escalation.start();
      build();
      await escalation.start();
      await pass(11);
      expect(sent).toEqual(['firing ann firing', 'firing bob firing']);
      await second.close();
    });

    it('a warning waits for the morning, a critical one does not', async () => {
      const quiet = { from: '09:00', to: '12:00', days: [], timeZone: 'UTC' };
      const ann = await person('ann', { quietHours: quiet });
      await escalation.policies.create(PolicyInput.parse({ name: 'p', steps: [{ targets: [{ type: 'contact', id: ann.id }], waitMinutes: 500 }] }), boss);
      await take('firing', 'f1', 'warning');
      await pass(2);
      expect(sent).toEqual([]);
      await take('firing', 'f2', 'critical');
      await pass(2);
      expect(sent).toEqual(['firing ann firing']);
    });

    it('an escalation by hand takes the next step at once, until there is none', async () => {
      await policy();
      await take('firing');
      await pass(1);
      const id = await first();
      await incidents.escalate(id, '', boss);
      await pass(1);
      expect(sent).toEqual(['firing ann firing', 'firing bob firing']);
      expect((await incidents.list.get(id)).events.filter((event) => event.kind === 'escalated').map((event) => event.actor)).toEqual(['system', 'token:boss']);
      await expect(incidents.escalate(id, '', boss)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('a burst of a thousand alerts begins a thousand escalations, and tells each once', async () => {
      await policy();
      const began = performance.now();
      await incidents.take(Array.from({ length: 1000 }, (_, index) => ({ ...news('firing', `burst${index}`), labels: { ...news('firing').labels, instance: `web${index}` } })));
      console.info(`${database.name}: 1000 alerts with a policy in ${Math.round(performance.now() - began)} ms`);
      expect(await store.db.selectFrom('escalations').select('incidentId').where('step', '=', 0).execute()).toHaveLength(1000);
      for (let round = 0; round < 30 && sent.length < 1000; round += 1) {
        await clock.advance(1000);
        await idle();
      }
      expect(sent.filter((text) => text === 'firing ann firing')).toHaveLength(1000);
    }, 120_000);

    it('a person who is still named can not be removed', async () => {
      await policy();
      const [ann] = (await escalation.contacts.list()).items;
      await expect(escalation.contacts.remove(ann?.id as string, '"1"', boss)).rejects.toMatchObject({ code: 'conflict' });
    });
  });
}


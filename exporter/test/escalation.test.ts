import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PolicyInput } from '../../contract/escalation.ts';
import { databases } from './databases.ts';
import { boss, createEscalating, type Escalating } from './escalating.ts';

describe.each(databases)('escalation on $name', (database) => {
  let house: Escalating;
  beforeEach(async () => {
    house = await createEscalating(database);
  });
  afterEach(async () => expect(await house.close()).toEqual([]));

  it('tells the first, waits, tells the second, and stops when somebody reacts', async () => {
    const { sent } = house;
    await house.policy();
    await house.take('firing');
    await house.pass(1);
    expect(sent).toEqual(['firing ann firing']);
    await house.pass(10);
    expect(sent).toEqual(['firing ann firing', 'firing bob firing']);
    await house.incidents.actions.acknowledge(await house.first(), '', boss);
    await house.pass(30);
    expect(sent).toHaveLength(2);
    await house.take('resolved');
    await house.pass(1);
    expect(sent.slice(2).sort()).toEqual(['resolved ann resolved', 'resolved bob resolved']);
  });

  it('repeats as often as it says, and no more', async () => {
    await house.policy({ repeat: { fromStep: 1, times: 2 } });
    await house.take('firing');
    await house.pass(60);
    expect(house.sent).toEqual(['firing ann firing', 'firing bob firing', 'firing bob firing', 'firing bob firing']);
  });

  it('a warning waits for the morning, with its reminders and its end; a critical one does not', async () => {
    const quietHours = { from: '09:00', to: '12:00', days: [], timeZone: 'UTC' };
    const ann = await house.person('ann', { quietHours });
    await house.escalation.policies.create(PolicyInput.parse({ name: 'p', steps: [{ targets: [{ type: 'contact', id: ann.id }], waitMinutes: 500 }], remindAcknowledgedMinutes: 30 }), boss);
    await house.take('firing', 'f1', 'warning');
    await house.pass(2);
    expect(house.sent).toEqual([]);
    await house.take('firing', 'f2', 'critical');
    await house.pass(2);
    expect(house.sent).toEqual(['firing ann firing']);
    await house.take('resolved', 'f2', 'critical');
    await house.incidents.actions.acknowledge(await house.first(), '', boss);
    await house.pass(80);
    expect(house.sent).toEqual(['firing ann firing']);
    await house.pass(60);
    expect(house.sent.slice(1)).toContain('reminder ann acknowledged');
  });

  it('an escalation by hand takes the next step at once, until there is none', async () => {
    await house.policy({ remindAcknowledgedMinutes: 10 });
    await house.take('firing');
    await house.pass(1);
    const id = await house.first();
    await house.incidents.escalate(id, '', boss);
    await house.pass(1);
    expect(house.sent).toEqual(['firing ann firing', 'firing bob firing']);
    expect((await house.incidents.list.get(id)).events.filter((event) => event.kind === 'escalated').map((event) => event.actor)).toEqual(['system', 'token:boss']);
    await expect(house.incidents.escalate(id, '', boss)).rejects.toMatchObject({ code: 'conflict' });
    // The refused one left the escalation as it was: who acknowledges is still reminded.
    await house.incidents.actions.acknowledge(id, '', boss);
    await house.pass(11);
    expect(house.sent.slice(2).sort()).toEqual(['reminder ann acknowledged', 'reminder bob acknowledged']);
  });

  it('a burst of a thousand alerts begins a thousand escalations, and tells each once', async () => {
    await house.policy();
    const [began, idle] = [performance.now(), process.cpuUsage()];
    await house.incidents.take(Array.from({ length: 1000 }, (_, index) => ({ ...house.news('firing', `burst${index}`), labels: { ...house.news('firing').labels, instance: `web${index}` } })));
    const { user, system } = process.cpuUsage(idle);
    console.info(`${database.name}: 1000 alerts with a policy in ${Math.round(performance.now() - began)} ms, ${Math.round((user + system) / 1000)} ms of CPU`);
    // Of its own time, whatever else the machine does meanwhile.
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(await house.store.db.selectFrom('escalations').select('incidentId').where('step', '=', 0).execute()).toHaveLength(1000);
    for (let round = 0; round < 30 && house.sent.length < 1000; round += 1) {
      await house.clock.advance(1000);
      await house.idle();
    }
    expect(house.sent.filter((text) => text === 'firing ann firing')).toHaveLength(1000);
  }, 120_000);

  it('a person who is still named can not be removed', async () => {
    await house.policy();
    const [ann] = (await house.escalation.contacts.list()).items;
    await expect(house.escalation.contacts.remove(ann?.id as string, '"1"', boss)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('nobody is told in a maintenance window; whoever is not well when it ends is told then', async () => {
    await house.addServer('web1');
    await house.policy();
    const when = { type: 'once' as const, from: '2026-01-10T09:00:00Z', to: '2026-01-10T11:00:00Z' };
    const selector = { all: true, servers: [], tags: {} };
    const window = await house.escalation.maintenance.create({ name: 'patches', selector, when, reason: '', enabled: true }, boss);
    await house.take('firing');
    const id = await house.first();
    expect(await house.incidents.list.get(id)).toMatchObject({ maintenance: true, escalation: { nextAt: '2026-01-10T11:00:00.000Z', nextContacts: ['ann'] } });
    await house.pass(59);
    expect(house.sent).toEqual([]);
    await house.pass(2);
    expect(house.sent).toEqual(['firing ann firing']);
    expect(await house.incidents.list.get(id)).toMatchObject({ maintenance: false });
    // One that begins while it escalates holds the next step, and marks the incident.
    await house.escalation.maintenance.replace(window.id, { name: 'patches', selector, when: { ...when, to: '2026-01-10T12:00:00Z' }, reason: '', enabled: true }, `"${window.revision}"`, boss);
    await house.pass(30);
    expect(house.sent).toHaveLength(1);
    expect(await house.incidents.list.get(id)).toMatchObject({ maintenance: true });
    await house.pass(32);
    expect(house.sent).toEqual(['firing ann firing', 'firing bob firing']);
    expect((await house.lines(id)).filter((line) => line.startsWith('maintenance'))).toEqual(['maintenance patches', 'maintenance over, and it still fires', 'maintenance patches', 'maintenance over, and it still fires']);
  });
});

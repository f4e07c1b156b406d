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

  it('tells again, from the first step on, when it fires again after its end', async () => {
    const again = (status: 'firing' | 'resolved') => house.incidents.take([{ ...house.news(status), startsAt: house.clock.now() }]);
    await house.policy();
    await house.take('firing');
    await house.pass(11);
    await house.take('resolved');
    await house.pass(1);
    expect(house.sent.splice(0).sort()).toEqual(['firing ann firing', 'firing bob firing', 'resolved ann resolved', 'resolved bob resolved']);
    await again('firing');
    await house.pass(11);
    expect(house.sent.splice(0)).toEqual(['firing ann firing', 'firing bob firing']);
    await again('resolved');
    await house.pass(1);
    expect(house.sent.sort()).toEqual(['resolved ann resolved', 'resolved bob resolved']);
    expect(await house.incidents.list.get((await house.incidents.list.history({ limit: 1 })).items[0]?.id as string)).toMatchObject({ fired: 2, state: 'resolved' });
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

  it('a burst of a thousand alerts begins a thousand escalations, tells each once, and ends and begins again together', async () => {
    await house.policy();
    const burst = (status: 'firing' | 'resolved', startsAt: number) =>
      Array.from({ length: 1000 }, (_, index) => ({ ...house.news(status, `burst${index}`), startsAt, labels: { ...house.news(status).labels, instance: `web${index}` } }));
    const took: string[] = [];
    const take = async (what: string, news: ReturnType<typeof burst>) => {
      const began = performance.now();
      await house.incidents.take(news);
      const ms = performance.now() - began;
      took.push(`${what} in ${Math.round(ms)} ms`);
      expect(ms).toBeLessThan(1000);
    };
    const hears = async (text: string) => {
      for (let round = 0; round < 30 && house.sent.length < 1000; round += 1) {
        await house.clock.advance(1000);
        await house.idle();
      }
      expect(house.sent.splice(0).filter((one) => one === text)).toHaveLength(1000);
    };
    await take('fired', burst('firing', house.clock.now()));
    expect(await house.store.db.selectFrom('escalations').select('incidentId').where('step', '=', 0).execute()).toHaveLength(1000);
    await hears('firing ann firing');
    await take('resolved', burst('resolved', house.clock.now()));
    expect(await house.store.db.selectFrom('escalations').select('incidentId').execute()).toEqual([]);
    await hears('resolved ann resolved');
    await take('fired again', burst('firing', house.clock.now()));
    await hears('firing ann firing');
    console.info(`${database.name}: 1000 alerts with a policy: ${took.join('; ')}`);
  }, 120_000);

  it('a person who is still named can not be removed', async () => {
    await house.policy();
    const [ann] = (await house.escalation.contacts.list()).items;
    await expect(house.escalation.contacts.remove(ann?.id as string, '"1"', boss)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('one Telegram user is one person, however they came to be linked', async () => {
    const { contacts } = house.escalation;
    const ann = await house.person('ann', { telegramUserId: '7' });
    await expect(house.person('bob', { telegramUserId: '7' })).rejects.toMatchObject({ code: 'conflict', message: 'This Telegram user is ann already.' });
    const bob = await house.person('bob');
    const { id, revision, updatedAt: _u, ...input } = bob;
    await expect(contacts.replace(id, { ...input, telegramUserId: '7' }, `"${revision}"`, boss)).rejects.toMatchObject({ code: 'conflict' });
    await expect(contacts.linkTelegram(id, '7', '7', boss)).rejects.toMatchObject({ code: 'conflict' });
    expect(await contacts.linkTelegram(ann.id, '7', '7', boss)).toMatchObject({ name: 'ann', telegramUserId: '7' });
  });

  it('an address with a password in it is refused: addresses are shown', async () => {
    await expect(house.person('ann', { channels: [{ type: 'webhook', url: 'https://user:pass@example.org/hook' }] })).rejects.toMatchObject({ code: 'unprocessable', details: [{ field: 'channels.0.url' }] });
    expect((await house.escalation.contacts.list()).items).toEqual([]);
  });

  it('the path of a webhook is shown to nobody, and stays when what was shown comes back', async () => {
    const { contacts } = house.escalation;
    const [first, second] = ['https://chat.example.org/hooks/T1/secret-of-one', 'https://chat.example.org/hooks/T2/secret-of-two'];
    const webhook = (url: string) => ({ type: 'webhook' as const, url });
    const ann = await house.person('ann', { channels: [webhook(first), { type: 'email', address: 'a@example.org' }, webhook(second), webhook('https://example.org/')] });
    const addresses = ann.channels.flatMap((channel) => (channel.type === 'webhook' ? [channel.url] : []));
    expect(addresses).toEqual(['https://chat.example.org/…', 'https://chat.example.org/…', 'https://example.org/']);
    const keptOf = async () => (await contacts.record(ann.id)).definition.channels.flatMap((channel) => (channel.type === 'webhook' ? [channel.url] : []));
    const { id, revision: _r, updatedAt: _u, ...input } = ann;
    await contacts.replace(id, { ...input, name: 'anna' }, '*', boss);
    expect(await keptOf()).toEqual([first, second, 'https://example.org/']);
    await contacts.replace(id, { ...input, channels: [webhook('https://chat.example.org/…'), webhook('https://chat.example.org/new')] }, '*', boss);
    expect(await keptOf()).toEqual([first, 'https://chat.example.org/new']);
    await expect(contacts.replace(id, { ...input, channels: [webhook('https://other.example.org/…')] }, '*', boss)).rejects.toMatchObject({ code: 'unprocessable', details: [{ field: 'channels.0.url', message: 'enter the whole address' }] });
    await expect(house.person('bob', { channels: [webhook('https://chat.example.org/…')] })).rejects.toMatchObject({ code: 'unprocessable' });
    expect(JSON.stringify(await house.store.db.selectFrom('audit').selectAll().execute())).not.toContain('secret-of');
  });

  it('a policy for a check that there is not is refused: it would never be taken', async () => {
    await expect(house.policy({ matcher: { checks: ['cpu', 'cqu'] } })).rejects.toMatchObject({ code: 'unprocessable', message: 'matcher.checks: there is no check cqu' });
  });

  it('quiet hours of a time zone that there is not are refused, and not taken for none', async () => {
    const quietHours = { from: '22:00', to: '07:00', days: [], timeZone: 'Europe/Atlantis' };
    await expect(house.person('ann', { quietHours })).rejects.toMatchObject({ code: 'unprocessable', message: 'quietHours.timeZone: no time zone of this name is known' });
    const { id } = await house.person('ann');
    const ann = await house.escalation.contacts.get(id);
    const { revision: _r, updatedAt: _u, id: _i, ...input } = ann;
    await expect(house.escalation.contacts.replace(id, { ...input, quietHours }, '"1"', boss)).rejects.toMatchObject({ code: 'unprocessable' });
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

/* Notifications on their way when providers, clocks and other exporters do not do as they should. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PolicyInput, type Channel, type Policy } from '../../contract/escalation.ts';
import type { Delivery, Notification } from '../src/fleet/escalation/deliverer.ts';
import { createOutboxRepository } from '../src/store/outbox.ts';
import { databases } from './databases.ts';
import { boss, createEscalating, type Escalating } from './escalating.ts';
import { createFakeClock } from './fakeClock.ts';

const telegram = { channels: [{ type: 'telegram', chatId: '7' }] };

describe.each(databases)('the outbox on $name', (database) => {
  let house: Escalating;
  beforeEach(async () => {
    house = await createEscalating(database);
  });
  afterEach(async () => expect(await house.close()).toEqual([]));
  const toldAll = async (...people: string[]) => {
    const targets = await Promise.all(people.map(async (name) => ({ type: 'contact' as const, id: (await house.person(name, name === 'tom' ? telegram : {})).id })));
    await house.escalation.policies.create(PolicyInput.parse({ name: 'all', steps: [{ targets, waitMinutes: 10 }], remindAcknowledgedMinutes: null }), boss);
  };
  /** A provider that takes its time: until `release`, everything it is given waits. */
  function slow(concerns: (channel: Channel, notification: Notification) => boolean = () => true, delivery: Delivery = { state: 'sent' }) {
    const waiting: Array<() => void> = [];
    let open = false;
    house.answers((...sent) => (concerns(...sent) && !open ? new Promise((resolve) => waiting.push(() => resolve(delivery))) : delivery));
    return { waits: () => waiting.length > 0, release: () => ((open = true), waiting.splice(0).forEach((resolve) => resolve())) };
  }
  /** Moves time on by seconds, slowly enough for a real database, until something is so. */
  async function until(what: () => boolean, seconds = 100): Promise<void> {
    for (let turn = 0; turn < seconds && !what(); turn += 1) {
      await house.clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(what()).toBe(true);
  }
  const other = (name: string) => house.incidents.take([{ ...house.news('firing', name), labels: { ...house.news('firing').labels, instance: name } }]);

  it('loses and doubles nothing while a provider is away', async () => {
    await house.policy();
    let refusals = 3;
    house.answers(() => (refusals-- > 0 ? { state: 'retry', afterMs: 20_000, error: 'no route' } : { state: 'sent' }));
    await house.take('firing');
    await house.pass(3);
    expect(house.sent).toEqual(['firing ann firing']);
    const lines = await house.lines(await house.first());
    expect(lines.filter((text) => text.startsWith('notify_failed'))).toEqual(['notify_failed ann by e-mail ann@example.org: no route; it is tried again']);
    expect(lines.filter((text) => text.startsWith('notified'))).toEqual(['notified ann by e-mail ann@example.org']);
    expect(house.outcomes).toEqual(['email retry', 'email retry', 'email retry', 'email accepted']);
  });

  it('keeps the order of a channel while its first waits to be tried again', async () => {
    await toldAll('ann');
    const order: string[] = [];
    let away = true;
    house.answers((_channel, { incident }) => (away ? { state: 'retry', afterMs: 120_000, error: 'away' } : (order.push(incident?.serverName ?? ''), { state: 'sent' })));
    await other('first');
    await house.pass(0.5);
    away = false;
    await other('second');
    await house.pass(1);
    expect(order).toEqual([]);
    await house.pass(2);
    expect(order).toEqual(['first', 'second']);
  });

  it('is not held up for good by one that is refused again and again', async () => {
    await toldAll('ann');
    house.answers((_channel, { incident }) => (incident?.serverName === 'poison' ? { state: 'retry', error: '500' } : { state: 'sent' }));
    await other('poison');
    await house.pass(0.5);
    await other('second');
    await house.pass(40);
    expect(house.sent).toEqual(['firing ann firing']);
  });

  it('lets no channel wait for another', async () => {
    await toldAll('ann', 'bob');
    const ann = slow((_channel, { contactName }) => contactName === 'ann');
    await other('first');
    await until(() => house.sent.length === 1);
    await other('second');
    await until(() => house.sent.length === 2);
    expect(house.sent).toEqual(['firing bob firing', 'firing bob firing']);
    ann.release();
    await house.pass(1);
    expect(house.sent.filter((text) => text.includes('ann'))).toHaveLength(2);
  });

  it('lets a message follow its incident that moved while it was on the way', async () => {
    await toldAll('tom');
    const provider = slow(undefined, { state: 'sent', reference: { message: 1 } });
    await house.take('firing');
    await until(provider.waits);
    await house.incidents.actions.acknowledge(await house.first(), '', boss);
    provider.release();
    await house.pass(1);
    expect(house.sent).toEqual(['firing tom firing', 'edit tom acknowledged']);
  });

  it('edits a message of many incidents once for all that moved together', async () => {
    await toldAll('tom');
    const [policy] = (await house.escalation.policies.list()).items;
    const { id, revision, updatedAt: _, ...input } = policy as Policy;
    await house.escalation.policies.replace(id, { ...input, notifyResolved: false }, `"${revision}"`, boss);
    house.answers(() => ({ state: 'sent', reference: { message: 1 } }));
    const three = (status: 'firing' | 'resolved') => house.incidents.take(Array.from({ length: 3 }, (_, n) => ({ ...house.news(status, `f${n}`), labels: { ...house.news(status).labels, instance: `web${n}` } })));
    await three('firing');
    await house.pass(1);
    house.sent.length = 0;
    await three('resolved');
    await house.pass(1);
    expect(house.sent).toEqual(['edit tom resolved']);
    expect(await house.escalation.outbox.counts()).toEqual({ queued: 0, dead: 0, repeated: 0 });
  });

  it('goes on after a restart where it was, and two exporters do not double', async () => {
    await house.policy();
    await house.take('firing');
    await house.pass(1);
    await house.stop();
    await house.start();
    await house.start();
    await house.pass(11);
    expect(house.sent).toEqual(['firing ann firing', 'firing bob firing']);
  });

  it('two exporters do not double what takes long, nor when the clock of one is an hour ahead', async () => {
    await house.policy();
    const ahead = createFakeClock(house.clock.now() + 3_600_000);
    const second = await house.start(ahead);
    const provider = slow();
    await house.take('firing');
    for (let step = 0; step < 60; step += 1) {
      await Promise.all([house.clock.advance(1_000), ahead.advance(1_000)]);
      // The beats of the sender are writes to a real database.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    provider.release();
    await house.clock.advance(5_000);
    await house.idle();
    // The one that is ahead escalates early, by its clock; nobody hears the same twice.
    expect(house.sent.filter((text) => text === 'firing ann firing')).toHaveLength(1);
    expect(new Set(house.sent).size).toBe(house.sent.length);
    await house.stop(second);
  });

  it('takes over from a sender that died, tells that it may come twice, and counts it', async () => {
    await house.policy();
    const provider = slow();
    // An exporter whose time stands still from now on shows no sign of life.
    const dead = createFakeClock(house.clock.now());
    await house.start(dead);
    await house.stop();
    await house.take('firing');
    for (let turn = 0; turn < 100 && !provider.waits(); turn += 1) {
      await dead.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    house.answers(() => ({ state: 'sent' }));
    const living = await house.start();
    await until(() => house.sent.length > 0);
    await living.escalation.outbox.idle();
    expect(house.sent).toEqual(['firing ann firing']);
    const lines = await house.lines(await house.first());
    expect(lines).toContain('notify_failed ann by e-mail ann@example.org: the exporter stopped while it sent this; it is sent again, and may arrive twice');
    expect(lines).toContain('notified ann by e-mail ann@example.org; it was sent 2 times and may have arrived more than once, as the exporter stopped while sending');
    expect(await living.escalation.outbox.counts()).toEqual({ queued: 0, dead: 0, repeated: 1 });
    expect(house.outcomes).toContain('email repeated');
    // What the dead one has to say now changes nothing any more.
    provider.release();
    await house.pass(1);
    expect((await house.lines(await house.first())).filter((line) => line.startsWith('notified'))).toHaveLength(1);
  });

  it('a clock that is set back an hour delays nothing and doubles nothing', async () => {
    await house.policy();
    await house.take('firing');
    await house.pass(1);
    expect(house.sent).toEqual(['firing ann firing']);
    await house.stop();
    const back = createFakeClock(house.clock.now() - 3_600_000);
    const later = await house.start(back);
    const minutes = async (count: number) => {
      for (let step = 0; step < count * 6; step += 1) {
        await back.advance(10_000);
        await house.idle();
      }
    };
    // What was left to wait is left to wait: some ten minutes, not seventy.
    await minutes(8);
    expect(house.sent).toHaveLength(1);
    await minutes(4);
    expect(house.sent).toEqual(['firing ann firing', 'firing bob firing']);
    await house.stop(later);
  });

  it('a clock that jumps a day ahead takes one step, not all of them', async () => {
    await house.policy({ repeat: { fromStep: 0, times: 50 } });
    await house.take('firing');
    await house.pass(1);
    await house.stop();
    const ahead = createFakeClock(house.clock.now() + 86_400_000);
    const later = await house.start(ahead);
    for (let step = 0; step < 9; step += 1) {
      await ahead.advance(60_000);
      await house.idle();
    }
    expect(house.sent).toEqual(['firing ann firing', 'firing bob firing']);
    await house.stop(later);
  });

  it('forgets after thirty days how notifications went, but not who was told of what is still open', async () => {
    await house.policy();
    await house.take('firing');
    await other('over');
    await house.pass(1);
    await house.incidents.actions.resolve((await house.incidents.open()).find(({ serverName }) => serverName === 'over')?.id as string, '', boss);
    await house.pass(1);
    const repository = createOutboxRepository(house.store.db);
    await repository.removeBefore(house.clock.now() + 1);
    const left = await house.store.db.selectFrom('outbox').select(['incidentId', 'kind']).execute();
    expect(left).toEqual([{ incidentId: await house.first(), kind: 'firing' }]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditQuery } from '../../../contract/audit.ts';
import { databases } from '../../test/databases.ts';
import { admin, createTestFleet, type TestFleet } from '../../test/fleet.ts';
import { createAudit, schedule, system } from './audit.ts';

const day = 86_400_000;

for (const database of databases) {
  describe(`the audit log in ${database.name}`, () => {
    let fleet: TestFleet;
    beforeEach(async () => {
      fleet = await createTestFleet(database);
    });
    afterEach(() => fleet.remove());

    const record = (action: string, id = 'x', details = {}, actor = admin) =>
      fleet.audit.record(fleet.store.db, actor, { action, target: { type: 'server', id, name: `name of ${id}` }, details });
    const actions = async (query: Partial<AuditQuery>) => (await fleet.audit.list({ limit: 100, ...query })).items.map((entry) => entry.action);

    it('tells the newest first, filtered by every part', async () => {
      await record('server.create', 'a', { notes: 'Größe 5%' });
      await fleet.clock.advance(1_000);
      await record('serverless', 'b');
      await record('server.delete', 'a', {}, system);
      expect(await actions({})).toEqual(['server.delete', 'serverless', 'server.create']);
      expect(await actions({ action: 'server.' })).toEqual(['server.delete', 'server.create']);
      expect(await actions({ action: 'server.create' })).toEqual(['server.create']);
      expect(await actions({ actor: 'system' })).toEqual(['server.delete']);
      expect(await actions({ target: 'b' })).toEqual(['serverless']);
      expect(await actions({ target: 'name of a' })).toEqual(['server.delete', 'server.create']);
      expect(await actions({ text: 'GRÖSSE' })).toEqual([]);
      expect(await actions({ text: 'größe 5%' })).toEqual(['server.create']);
      expect(await actions({ from: '2026-01-01T00:00:01Z' })).toEqual(['server.delete', 'serverless']);
      expect(await actions({ to: '2026-01-01T01:00:00+01:00' })).toEqual(['server.create']);
    });

    it('shows what people did without what ran by itself', async () => {
      await record('command.run', 'a');
      await record('command.run', 'a', {}, schedule);
      await record('command.run', 'b', {}, system);
      const people = (await fleet.audit.list({ limit: 100, notActor: 'schedule' })).items;
      expect(people.map(({ actor, role }) => [actor, role])).toEqual([['system', null], ['token:admin', 'admin']]);
      expect((await fleet.audit.list({ limit: 100, actor: 'schedule' })).items).toMatchObject([{ actor: 'schedule', role: null, from: 'local' }]);
    });

    it('keeps the newest of what ran by itself for each target, and all of people', async () => {
      const audit = createAudit({ store: fleet.store, clock: fleet.clock, keepScheduled: 5, trimEvery: 3 });
      const add = (id: string, n: number, actor = schedule) => audit.record(fleet.store.db, actor, { action: 'command.run', target: { type: 'command', id, name: id }, details: { n } });
      for (let n = 0; n < 20; n += 1) {
        await add('a', n);
        await add('a', n, admin);
      }
      await add('b', 0);
      const kept = async (actor: string) => (await audit.list({ limit: 100, actor, target: 'a' })).items.map(({ details }) => details['n']);
      // Looked at with every third.
      expect(await kept('schedule')).toEqual([19, 18, 17, 16, 15, 14]);
      expect(await kept(admin.name)).toHaveLength(20);
      expect(await audit.list({ limit: 100, target: 'b' })).toMatchObject({ items: [{}] });
    });

    it('pages while entries are added', async () => {
      for (let n = 0; n < 5; n += 1) {
        await record(`n.${n}`);
      }
      const first = await fleet.audit.list({ limit: 2 });
      await record('n.new');
      const second = await fleet.audit.list({ limit: 2, cursor: first.next ?? '' });
      const third = await fleet.audit.list({ limit: 2, cursor: second.next ?? '' });
      expect([first, second, third].map((page) => page.items.map((entry) => entry.action))).toEqual([['n.4', 'n.3'], ['n.2', 'n.1'], ['n.0']]);
      expect(third.next).toBeNull();
      await expect(fleet.audit.list({ limit: 2, cursor: 'WzFd' })).rejects.toMatchObject({ code: 'bad_cursor' });
    });

    it('forgets entries after their time', async () => {
      await record('old');
      await fleet.clock.advance(200 * day);
      await record('middle');
      await fleet.clock.advance(201 * day);
      await record('new');
      expect(await actions({})).toEqual(['new', 'middle']);
      await fleet.clock.advance(200 * day);
      expect(await fleet.audit.prune()).toBe(1);
      expect(await actions({})).toEqual(['new']);
    });
  });
}

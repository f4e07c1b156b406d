import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecsQuery, type SpecsData } from '../../../../contract/specs.ts';
import { databases } from '../../../test/databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from '../../../test/fleet.ts';
import { createChangedFamily } from './changedFamily.ts';
import { createLedger } from './ledger.ts';
import { parseOutput } from './output.ts';
import { parseSpecs } from './parseSpecs.ts';
import { createSpecsBook, type SpecsBook } from './specs.ts';

const plain = parseSpecs(parseOutput('\u001efiles\n\u001eend\n', ''));

for (const database of databases) {
  describe(`specs on ${database.name}`, () => {
    let fleet: TestFleet;
    let book: SpecsBook;
    let now: SpecsData;
    let id: string;

    beforeEach(async () => {
      fleet = await createTestFleet(database);
      now = { ...plain, kernel: '6.1', os: { name: 'Debian 12', version: '12', id: 'debian', codename: null } };
      book = createSpecsBook({ store: fleet.store, clock: fleet.clock, find: (one) => fleet.directory.one(one), read: () => Promise.resolve(now) });
      ({ id } = await fleet.servers.create(newServer('web1', { tags: { role: 'web' } }), admin));
    });
    afterEach(() => fleet.remove());

    it('keeps a version only when something changed, and tells it', async () => {
      const heard: string[] = [];
      book.changed.listen(({ data }) => heard.push(...data.changes.map(({ text }) => text)));
      await expect(book.get(id)).rejects.toMatchObject({ code: 'specs_not_read' });
      const first = await book.refresh(id);
      await fleet.clock.advance(3600_000);
      expect(await book.refresh(id)).toEqual({ ...first, readAt: '2026-01-01T01:00:00.000Z' });
      await fleet.clock.advance(3600_000);
      now = { ...now, kernel: '6.2' };
      await book.refresh(id);
      expect(heard).toEqual(['kernel 6.1 → 6.2']);
      const { items, next } = await book.history(id, { limit: 1 });
      expect(items).toMatchObject([{ first: false, at: '2026-01-01T02:00:00.000Z', changes: [{ text: 'kernel 6.1 → 6.2' }], specs: { kernel: '6.2' } }]);
      expect(await book.history(id, { limit: 5, cursor: next as string })).toMatchObject({ items: [{ first: true, changes: [] }], next: null });
      expect(await book.recent(0, 10)).toMatchObject([{ id, name: 'web1' }]);
    });

    it('takes along what wavers without calling it a change', async () => {
      await book.refresh(id);
      now = { ...now, cpu: { ...now.cpu, maxMhz: 77 } };
      await fleet.clock.advance(1000);
      expect(await book.refresh(id)).toMatchObject({ changedAt: '2026-01-01T00:00:00.000Z', specs: { cpu: { maxMhz: 77 } } });
      expect((await book.history(id, { limit: 5 })).items).toHaveLength(1);
    });

    it('takes what a new release reads differently for no change of the server', async () => {
      await createLedger(fleet.store, fleet.clock, 1)(id, { ...now, kernel: 'told badly' });
      await fleet.clock.advance(1000);
      const enter = createLedger(fleet.store, fleet.clock, 2);
      expect(await enter(id, now)).toMatchObject({ changes: [], row: { changedAt: Date.UTC(2026, 0, 1) } });
      expect((await book.history(id, { limit: 5 })).items).toHaveLength(1);
      expect((await enter(id, { ...now, kernel: '6.2' })).changes).toMatchObject([{ text: 'kernel 6.1 → 6.2' }]);
    });

    it('is asked once for all who want it at one time', async () => {
      let reads = 0;
      const counted = createSpecsBook({ store: fleet.store, clock: fleet.clock, find: (one) => fleet.directory.one(one), read: () => ((reads += 1), Promise.resolve(now)) });
      await Promise.all([counted.refresh(id), counted.refresh(id)]);
      expect(reads).toBe(1);
    });

    it('lists the fleet with filters, pages and CSV', async () => {
      const other = await fleet.servers.create(newServer('db1', { notes: 'the =old one' }), admin);
      await book.refresh(id);
      now = { ...now, kernel: '5.10', os: { ...now.os, name: '=cmd,"x"' } };
      await book.refresh(other.id);
      const names = async (query: Record<string, unknown>) => (await book.list(SpecsQuery.parse(query))).items.map(({ name }) => name);
      expect(await names({})).toEqual(['db1', 'web1']);
      expect(await names({ tag: 'role=web' })).toEqual(['web1']);
      expect(await names({ kernel: '5.10' })).toEqual(['db1']);
      expect(await names({ text: 'DEBIAN' })).toEqual(['web1']);
      const page = await book.list(SpecsQuery.parse({ limit: 1 }));
      expect((await book.list(SpecsQuery.parse({ limit: 1, cursor: page.next }))).items.map(({ name }) => name)).toEqual(['web1']);
      expect((await book.csv({})).split('\r\n')[1]).toMatch(/^db1,"'=cmd,""x""",5\.10,/);
      await expect(book.list(SpecsQuery.parse({ cursor: 'nonsense' }))).rejects.toMatchObject({ code: 'bad_cursor' });
    });

    it('gives the time of the last change as a family, and none for a first reading', async () => {
      await book.refresh(id);
      const before = await createChangedFamily(book);
      expect(before.of(id)).toEqual([]);
      await fleet.clock.advance(10_000);
      now = { ...now, kernel: '7' };
      await book.refresh(id);
      const seconds = Date.UTC(2026, 0, 1) / 1000 + 10;
      expect(before.of(id)).toMatchObject([{ name: 'shellwatch_specs_changed_timestamp_seconds', samples: [{ labels: {}, value: seconds }] }]);
      expect((await createChangedFamily(book)).of(id)).toEqual(before.of(id));
    });

    it('goes with its server', async () => {
      await book.refresh(id);
      await fleet.store.db.deleteFrom('servers').execute();
      await expect(book.get(id)).rejects.toMatchObject({ code: 'server_not_found' });
      expect(await fleet.store.db.selectFrom('specsVersions').selectAll().execute()).toEqual([]);
    });
  });
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databases } from '../../test/databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from '../../test/fleet.ts';
import { createServerRepository, type ServerRecord } from '../store/servers.ts';
import { createServerPages, type ReadServerPage } from './serverPages.ts';

for (const database of databases) {
  describe(`pages of servers in ${database.name}`, () => {
    let fleet: TestFleet;
    let readPage: ReadServerPage;
    let id: string;
    beforeEach(async () => {
      fleet = await createTestFleet(database);
      ({ id } = await fleet.servers.create(newServer('web1'), admin));
      readPage = createServerPages(fleet.store, fleet.bus);
    });
    afterEach(() => fleet.remove());

    const read = (limit = 10) => readPage({}, { by: 'nameKey', descending: false, limit });
    /** What is in the store becomes another one, and nobody is told. */
    const changeStored = async (notes: string): Promise<void> => {
      const servers = createServerRepository(fleet.store.db);
      const before = (await servers.byId(id)) as ServerRecord;
      await servers.update({ ...before, notes }, before.revision);
    };
    const notes = async () => (await read()).map((server) => server.notes);

    it('reads a page once, until a server changes', async () => {
      const page = await read();
      expect(await read()).toBe(page);
      await fleet.servers.patch(id, { notes: 'new' }, '"1"', admin);
      expect(await notes()).toEqual(['new']);
      await fleet.servers.create(newServer('web2'), admin);
      expect(await notes()).toEqual(['new', '']);
      await fleet.servers.remove(id, '*', admin);
      expect(await notes()).toEqual(['']);
    });

    it('does not keep a page during whose reading a server changed: it may be of before', async () => {
      const underWay = read();
      fleet.bus.emit('serverUpdated', { id, name: 'web1', connection: false });
      await underWay;
      await changeStored('new');
      expect(await notes()).toEqual(['new']);
      // That one was read in peace, so it is kept.
      await changeStored('newer');
      expect(await notes()).toEqual(['new']);
    });

    it('forgets the page that was asked for longest ago', async () => {
      const pages: Array<readonly ServerRecord[]> = [];
      for (let limit = 1; limit <= 8; limit += 1) {
        pages.push(await read(limit));
      }
      expect(await read(1)).toBe(pages[0]);
      await read(9);
      expect(await read(1)).toBe(pages[0]);
      expect(await read(2)).not.toBe(pages[1]);
    });
  });
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { databases, type FreshDatabase } from '../../test/databases.ts';
import { createHostKeyRepository } from './hostKeys.ts';
import { createServerRepository, type ServerFilter, type ServerPage, type ServerRecord } from './servers.ts';

const server = (id: string, change: Partial<ServerRecord> = {}): ServerRecord => ({
  id,
  name: id,
  host: `${id}.example.org`,
  port: 22,
  username: 'monitor',
  tags: {},
  jump: null,
  interval: null,
  hostKeyPolicy: 'strict',
  enabled: true,
  notes: '',
  auth: { type: 'password', socket: null, publicKey: null, passphraseSet: false, certificateSet: false },
  revision: 1,
  connectionRevision: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
  ...change,
});

for (const database of databases) {
  describe(`servers in ${database.name}`, () => {
    let fresh: FreshDatabase;
    let servers: ReturnType<typeof createServerRepository>;
    beforeAll(async () => {
      fresh = await database.create();
      servers = createServerRepository(fresh.store.db);
    });
    afterAll(() => fresh.remove());
    beforeEach(async () => {
      await fresh.store.db.deleteFrom('servers').execute();
    });

    const all: ServerPage = { by: 'nameKey', descending: false, limit: 100 };
    const names = async (filter: ServerFilter, page: Partial<ServerPage> = {}) =>
      (await servers.page(filter, { ...all, ...page })).map((one) => one.name);

    it('gives a record back as it was put in, whatever is in its texts', async () => {
      const record = server('a', {
        notes: 'zoë 😀 \'; drop table servers; -- %_\\ "x"\n\ttab',
        tags: { role: 'wéb', empty: '' },
        interval: '30s',
        enabled: false,
        hostKeyPolicy: 'trust-first',
        auth: { type: 'key', socket: null, publicKey: 'ssh-ed25519 AAAA', passphraseSet: true, certificateSet: true },
      });
      await servers.insert(record);
      expect(await servers.byId('a')).toEqual(record);
      expect(await servers.byName('A')).toEqual(record);
      expect(await servers.all()).toEqual([record]);
      expect(await servers.byId('b')).toBeUndefined();
    });

    it('refuses a second server of the same name, whatever its case', async () => {
      await servers.insert(server('a', { name: 'Web1' }));
      await expect(servers.insert(server('b', { name: 'wEB1' }))).rejects.toThrow();
    });

    it('sorts by name without case, digits as characters, the same in both databases', async () => {
      for (const name of ['web10', 'Web2', 'web-1', 'DB', 'a_b', 'a.b', 'a-b', 'z']) {
        await servers.insert(server(name.toLowerCase(), { name }));
      }
      const sorted = ['a-b', 'a.b', 'a_b', 'DB', 'web-1', 'web10', 'Web2', 'z'];
      expect(await names({})).toEqual(sorted);
      expect(await names({}, { descending: true })).toEqual([...sorted].reverse());
    });

    it('finds text in name, host, user and notes in any case and script, with % and _ as themselves', async () => {
      await servers.insert(server('a', { notes: 'Straße в Москве 100%' }));
      await servers.insert(server('b', { host: 'db_1.example.org', username: 'Root' }));
      expect(await names({ text: 'МОСКВЕ' })).toEqual(['a']);
      expect(await names({ text: 'STRAßE' })).toEqual(['a']);
      expect(await names({ text: 'rOOt' })).toEqual(['b']);
      expect(await names({ text: 'db_1' })).toEqual(['b']);
      expect(await names({ text: 'dbx1' })).toEqual([]);
      expect(await names({ text: '100%' })).toEqual(['a']);
      expect(await names({ text: '1%1' })).toEqual([]);
      expect(await names({ text: '\\' })).toEqual([]);
      expect(await names({ text: '' })).toEqual(['a', 'b']);
    });

    it('finds servers that have all of the tags', async () => {
      await servers.insert(server('a', { tags: { role: 'web', zone: 'eu' } }));
      await servers.insert(server('b', { tags: { role: 'web' } }));
      await servers.insert(server('c', { tags: { role: 'db', zone: 'eu' } }));
      expect(await names({ tags: [{ name: 'role', value: 'web' }] })).toEqual(['a', 'b']);
      expect(await names({ tags: [{ name: 'role', value: 'web' }, { name: 'zone' }] })).toEqual(['a']);
      expect(await names({ tags: [{ name: 'zone' }] })).toEqual(['a', 'c']);
      expect(await names({ tags: [{ name: 'zone', value: '' }] })).toEqual([]);
    });

    it('pages by creation, those of one instant by id', async () => {
      for (const [id, createdAt] of Object.entries({ d: 1, c: 2, b: 2, a: 2, e: 3 })) {
        await servers.insert(server(id, { createdAt }));
      }
      const page = { by: 'createdAt', limit: 2 } as const;
      expect(await names({}, page)).toEqual(['d', 'a']);
      expect(await names({}, { ...page, after: { value: 2, id: 'a' } })).toEqual(['b', 'c']);
      expect(await names({}, { ...page, after: { value: 2, id: 'a' }, descending: true })).toEqual(['d']);
    });

    it('writes a change only over the revision that was read', async () => {
      await servers.insert(server('a', { tags: { x: '1', y: '2' } }));
      const changed = server('a', { notes: 'new', tags: { y: '3' }, revision: 2, createdAt: 5 });
      expect(await servers.update(changed, 1)).toBe(true);
      expect(await servers.update({ ...changed, notes: 'lost' }, 1)).toBe(false);
      expect(await servers.byId('a')).toEqual({ ...changed, createdAt: 1_790_000_000_000 });
    });

    it('keeps a server that others are reached through, and takes everything of one that goes', async () => {
      await servers.insert(server('a', { tags: { x: '1' } }));
      await servers.insert(server('b', { jump: 'a' }));
      const hostKeys = createHostKeyRepository(fresh.store.db);
      await hostKeys.see('a', { type: 'ssh-ed25519', fingerprint: 'SHA256:x', key: 'AAAA' }, 1);
      await expect(servers.remove('a')).rejects.toThrow();
      expect(await servers.jumps()).toEqual(new Map([['b', 'a']]));
      expect(await servers.behind('a')).toEqual([{ id: 'b', name: 'b' }]);
      await servers.remove('b');
      await servers.remove('a');
      expect(await fresh.store.db.selectFrom('serverTags').selectAll().execute()).toEqual([]);
      expect(await fresh.store.db.selectFrom('hostKeys').selectAll().execute()).toEqual([]);
    });
  });
}

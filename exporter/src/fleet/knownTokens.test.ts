import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databases } from '../../test/databases.ts';
import { admin, createTestFleet, type TestFleet } from '../../test/fleet.ts';
import { createTokenRepository, type TokenRecord } from '../store/tokens.ts';
import { createKnownTokens, type KnownTokens } from './knownTokens.ts';

for (const database of databases) {
  describe(`known tokens in ${database.name}`, () => {
    let fleet: TestFleet;
    let known: KnownTokens;
    let row: TokenRecord;
    beforeEach(async () => {
      fleet = await createTestFleet(database);
      known = createKnownTokens(fleet.store);
      const { id } = await fleet.tokens.create({ name: 'a', kind: 'direct', role: 'viewer', expiresAt: null }, admin);
      row = (await createTokenRepository(fleet.store.db).byId(id)) as TokenRecord;
    });
    afterEach(() => fleet.remove());

    /** The token is revoked in the store. */
    const revoke = () => createTokenRepository(fleet.store.db).remove(row.id);

    it('reads a token once, until one changes', async () => {
      const first = await known.byHash(row.hash);
      expect(first).toEqual(row);
      expect(await known.byHash(row.hash)).toBe(first);
      expect(await known.change(revoke)).toBe(true);
      expect(await known.byHash(row.hash)).toBeUndefined();
    });

    it('forgets what it knew when a change fails too: it may have been done', async () => {
      const first = await known.byHash(row.hash);
      await expect(known.change(() => Promise.reject(new Error('the connection is gone')))).rejects.toThrow('gone');
      expect(await known.byHash(row.hash)).not.toBe(first);
    });

    it('does not keep one that was read while a token changed: it may be of before', async () => {
      const reading = known.byHash(row.hash);
      await known.change(() => Promise.resolve());
      await reading;
      await revoke();
      expect(await known.byHash(row.hash)).toBeUndefined();
    });

    it('does not keep that there is none', async () => {
      await revoke();
      expect(await known.byHash(row.hash)).toBeUndefined();
      await createTokenRepository(fleet.store.db).insert(row);
      expect(await known.byHash(row.hash)).toEqual(row);
    });
  });
}

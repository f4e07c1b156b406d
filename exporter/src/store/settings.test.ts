import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases, type FreshDatabase } from '../../test/databases.ts';
import { createSettingRepository } from './settings.ts';

for (const database of databases) {
  describe(`settings in ${database.name}`, () => {
    let fresh: FreshDatabase;
    beforeAll(async () => {
      fresh = await database.create();
    });
    afterAll(() => fresh.remove());

    it('keeps any JSON value under its name, the newest alone', async () => {
      const settings = createSettingRepository(fresh.store.db);
      expect(await settings.get('theme')).toBeUndefined();
      await settings.set('theme', { dark: true, words: ['ä', '😀'] }, 1);
      await settings.set('theme', { dark: false, at: 1_790_000_000_000 }, 2);
      expect(await settings.get('theme')).toEqual({ dark: false, at: 1_790_000_000_000 });
      await settings.remove('theme');
      expect(await settings.get('theme')).toBeUndefined();
    });
  });
}

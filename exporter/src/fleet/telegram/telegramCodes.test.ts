import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databases, type FreshDatabase } from '../../../test/databases.ts';
import { createFakeClock } from '../../../test/fakeClock.ts';
import { createTelegramCodes } from './telegramCodes.ts';

describe.each(databases)('codes that come back from Telegram, on $name', (database) => {
  let fresh: FreshDatabase;
  beforeEach(async () => {
    fresh = await database.create();
  });
  afterEach(() => fresh.remove());

  it('are good once, for their purpose, in time', async () => {
    const clock = createFakeClock();
    const codes = createTelegramCodes({ store: fresh.store, clock });
    const { code } = await codes.issue('link', { contactId: 'c' }, 60_000);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(await codes.take('run', code)).toEqual({ state: 'unknown' });
    const tries = await Promise.all(Array.from({ length: 8 }, () => codes.take('link', code)));
    expect(tries.filter(({ state }) => state === 'good')).toEqual([{ state: 'good', payload: { contactId: 'c' } }]);
    expect(await codes.take('link', code)).toEqual({ state: 'used' });
    const late = await codes.issue('run', {}, 60_000);
    await clock.advance(60_000);
    expect(await codes.find('run', late.code)).toEqual({ state: 'expired' });
    expect(await codes.take('run', late.code)).toEqual({ state: 'expired' });
  });

  it('are not in the database', async () => {
    const codes = createTelegramCodes({ store: fresh.store, clock: createFakeClock() });
    const { code } = await codes.issue('group', { ids: ['a'] }, 60_000);
    expect(JSON.stringify(await fresh.store.db.selectFrom('telegramCodes').selectAll().execute())).not.toContain(code);
    expect(await codes.find('group', code)).toEqual({ state: 'good', payload: { ids: ['a'] } });
  });
});

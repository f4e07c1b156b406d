import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databases } from '../../test/databases.ts';
import { admin, createTestFleet, type TestFleet } from '../../test/fleet.ts';

for (const database of databases) {
  describe(`API tokens in ${database.name}`, () => {
    let fleet: TestFleet;
    beforeEach(async () => {
      fleet = await createTestFleet(database);
    });
    afterEach(() => fleet.remove());

    const make = (name: string, change = {}) => fleet.tokens.create({ name, kind: 'direct', role: 'viewer', expiresAt: null, ...change }, admin);
    const list = async () => (await fleet.tokens.list({ limit: 100 })).items;

    it('makes one, shows it once, and knows it again', async () => {
      const made = await make('prometheus');
      expect(made.token).toMatch(/^shw_[A-Za-z0-9_-]{43}$/);
      expect(made.token.startsWith(made.hint.replace('…', ''))).toBe(true);
      expect(await list()).toEqual([{ ...made, token: undefined }].map(({ token: _, ...rest }) => rest));
      expect(await fleet.tokens.authenticate(made.token, '192.0.2.7')).toEqual({ name: 'prometheus', kind: 'direct', role: 'viewer' });
      for (const wrong of ['', 'x', `${made.token}x`, made.token.slice(0, -1), made.token.toUpperCase()]) {
        expect(await fleet.tokens.authenticate(wrong, '192.0.2.7')).toBeUndefined();
      }
    });

    it('gives the tokens of Grafana the roles of their kind', async () => {
      expect((await make('app', { kind: 'grafana', role: undefined })).role).toBe('admin');
      expect((await make('data', { kind: 'datasource', role: undefined })).role).toBe('viewer');
      await expect(make('bare', { role: undefined })).rejects.toMatchObject({ code: 'bad_request' });
      await expect(make('APP')).rejects.toMatchObject({ code: 'name_taken' });
    });

    it('refuses one that was revoked or has expired', async () => {
      const revoked = await make('a');
      const expiring = await make('b', { expiresAt: new Date(fleet.clock.now() + 1_000).toISOString() });
      await fleet.tokens.remove(revoked.id, admin);
      expect(await fleet.tokens.authenticate(revoked.token, 'x')).toBeUndefined();
      expect(await fleet.tokens.authenticate(expiring.token, 'x')).toBeDefined();
      await fleet.clock.advance(1_000);
      expect(await fleet.tokens.authenticate(expiring.token, 'x')).toBeUndefined();
      await expect(fleet.tokens.remove(revoked.id, admin)).rejects.toMatchObject({ code: 'token_not_found' });
    });

    it('writes when a token was used once a minute, and shows it at once', async () => {
      const { token } = await make('a');
      const stored = async () => (await fleet.store.db.selectFrom('tokens').select(['lastUsedAt', 'lastUsedFrom']).executeTakeFirstOrThrow());
      await fleet.tokens.authenticate(token, '192.0.2.7');
      expect((await list())[0]?.lastUsedAt).toBe('2026-01-01T00:00:00.000Z');
      expect(await stored()).toEqual({ lastUsedAt: null, lastUsedFrom: null });
      await fleet.clock.advance(60_000);
      await fleet.tokens.authenticate(token, '192.0.2.8');
      await fleet.tokens.close();
      expect(await stored()).toEqual({ lastUsedAt: fleet.clock.now(), lastUsedFrom: '192.0.2.8' });
      expect(fleet.clock.pending()).toBe(0);
    });

    it('keeps the last admin token, not counting those that expire or are of Grafana', async () => {
      const first = await make('a', { role: 'admin' });
      await make('b', { role: 'admin', expiresAt: new Date(fleet.clock.now() + 1e9).toISOString() });
      await make('c', { kind: 'grafana', role: undefined });
      await expect(fleet.tokens.remove(first.id, admin)).rejects.toMatchObject({ code: 'last_admin' });
      const second = await make('d', { role: 'admin' });
      const both = await Promise.allSettled([fleet.tokens.remove(first.id, admin), fleet.tokens.remove(second.id, admin)]);
      expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('adopts the admin token of the configuration, puts a new one in its place, and leaves a revoked one revoked', async () => {
      const works = async (token: string) => (await fleet.tokens.authenticate(token, 'x'))?.role;
      await fleet.tokens.adoptAdmin('chosen-by-a-person');
      await fleet.tokens.adoptAdmin('chosen-by-a-person');
      expect(await works('chosen-by-a-person')).toBe('admin');
      expect((await list()).map((one) => [one.name, one.hint, one.createdBy])).toEqual([['admin', '…', 'system']]);
      await fleet.tokens.adoptAdmin('another-one');
      expect([await works('chosen-by-a-person'), await works('another-one')]).toEqual([undefined, 'admin']);
      await make('mine', { role: 'admin' });
      await fleet.tokens.remove((await list()).find((one) => one.name === 'admin')?.id ?? '', admin);
      await fleet.tokens.adoptAdmin('another-one');
      expect(await works('another-one')).toBeUndefined();
      expect((await fleet.audit.list({ limit: 9, action: 'token.adopt' })).items.map((entry) => entry.role)).toEqual([null, null]);
    });

    it('pages by name', async () => {
      for (const name of ['c', 'A', 'b']) {
        await make(name);
      }
      const first = await fleet.tokens.list({ limit: 2 });
      expect(first.items.map((one) => one.name)).toEqual(['A', 'b']);
      expect((await fleet.tokens.list({ limit: 2, cursor: first.next ?? '' })).items.map((one) => one.name)).toEqual(['c']);
    });
  });
}

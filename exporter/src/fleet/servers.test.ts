import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerQuery } from '../../../contract/server.ts';
import type { StatusState } from '../../../contract/status.ts';
import { databases } from '../../test/databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from '../../test/fleet.ts';
import { makeSshKey, signUserCertificate } from '../../test/sshKey.ts';

for (const database of databases) {
  describe(`the use cases of servers in ${database.name}`, () => {
    let fleet: TestFleet;
    beforeEach(async () => {
      fleet = await createTestFleet(database);
    });
    afterEach(() => fleet.remove());

    const add = (name: string, change = {}) => fleet.servers.create(newServer(name, change), admin);
    const query = (change: Partial<ServerQuery> = {}): ServerQuery => ({ limit: 100, sort: 'name', ...change });
    const names = async (change: Partial<ServerQuery> = {}) => (await fleet.servers.list(query(change))).items.map((one) => one.name);
    const audited = async () => (await fleet.audit.list({ limit: 100 })).items.map((entry) => [entry.action, entry.targetName, entry.details]);

    it('adds one, tells it without its secrets, by id and by name in any case', async () => {
      const server = await add('Web1', { tags: { role: 'web' }, notes: 'n' });
      expect(server).toMatchObject({
        name: 'Web1',
        tags: { role: 'web' },
        auth: { type: 'password', passphraseSet: false, certificateSet: false, publicKey: null },
        status: { state: 'pending', reason: 'never_polled' },
        revision: 1,
        createdAt: '2026-01-01T00:00:00.000Z',
      });
      expect(await fleet.servers.get(server.id)).toEqual(server);
      expect(await fleet.servers.find('wEB1')).toEqual(server);
      expect(await fleet.servers.find(server.id)).toEqual(server);
      expect(fleet.events).toEqual([['serverCreated', { id: server.id, name: 'Web1' }]]);
      await expect(fleet.servers.get('nobody')).rejects.toMatchObject({ code: 'server_not_found' });
    });

    it('refuses a name that is taken, in any case, and does nothing then', async () => {
      await add('web1');
      const other = await add('web2');
      await expect(add('WEB1')).rejects.toMatchObject({ code: 'name_taken' });
      await expect(fleet.servers.patch(other.id, { name: 'Web1' }, '"1"', admin)).rejects.toMatchObject({ code: 'name_taken' });
      await fleet.servers.patch(other.id, { name: 'WEB2' }, '"1"', admin);
      expect(await names()).toEqual(['web1', 'WEB2']);
      expect((await audited()).length).toBe(3);
    });

    it('opens a credential for a login, and takes the new one after a change', async () => {
      const server = await add('a');
      expect((await fleet.directory.target(server.id)).credential).toEqual({ type: 'password', password: 'not shown' });
      const key = makeSshKey({ passphrase: 'two words', comment: 'x' });
      const auth = { type: 'key', privateKey: key.privateKey, passphrase: 'two words' } as const;
      const changed = await fleet.servers.patch(server.id, { auth }, '"1"', admin);
      expect(changed.auth).toEqual({ type: 'key', passphraseSet: true, certificateSet: false, publicKey: key.publicKey.split(' ').slice(0, 2).join(' ') });
      expect((await fleet.directory.target(server.id)).credential).toEqual({ ...auth, certificate: undefined });
      const secrets = await fleet.store.db.selectFrom('secrets').select(['field', 'record']).orderBy('field').execute();
      expect(secrets.map((row) => row.field)).toEqual(['passphrase', 'privateKey']);
    });

    it('changes only what a PATCH names, all that a PUT says, and nothing when nothing differs', async () => {
      const server = await add('a', { tags: { x: '1' }, notes: 'n', interval: '30s' });
      const patched = await fleet.servers.patch(server.id, { notes: 'm' }, '"1"', admin);
      expect(patched).toMatchObject({ notes: 'm', tags: { x: '1' }, interval: '30s', revision: 2 });
      const { auth: _, hostKey: _h, ...whole } = newServer('a');
      const put = await fleet.servers.replace(server.id, whole, '"2"', admin);
      expect(put).toMatchObject({ notes: '', tags: {}, interval: null, revision: 3, auth: { type: 'password' } });
      expect((await fleet.servers.replace(server.id, whole, '"3"', admin)).revision).toBe(3);
      expect((await fleet.directory.target(server.id)).credential).toEqual({ type: 'password', password: 'not shown' });
      expect(fleet.events.slice(1)).toEqual([
        ['serverUpdated', { id: server.id, name: 'a', connection: false }],
        ['serverUpdated', { id: server.id, name: 'a', connection: false }],
      ]);
    });

    it('tells the polling room when the session has to be made anew', async () => {
      const server = await add('a');
      const revision = async () => (await fleet.directory.one(server.id))?.connectionRevision;
      await fleet.servers.patch(server.id, { notes: 'x', name: 'b', tags: { y: '1' }, interval: '1m' }, '"1"', admin);
      expect(await revision()).toBe(1);
      await fleet.servers.patch(server.id, { port: 2222 }, '"2"', admin);
      await fleet.servers.patch(server.id, { auth: { type: 'agent' } }, '"3"', admin);
      expect(await revision()).toBe(3);
      expect(await fleet.directory.list()).toEqual([
        { id: server.id, name: 'b', enabled: true, intervalMs: 60_000, jump: null, tags: { y: '1' }, connectionRevision: 3 },
      ]);
    });

    it('lets the first of two writers win and tells the other', async () => {
      const { id } = await add('a');
      await expect(fleet.servers.patch(id, { notes: 'x' }, undefined, admin)).rejects.toMatchObject({ code: 'precondition_required' });
      const both = await Promise.allSettled([
        fleet.servers.patch(id, { notes: 'first' }, '"1"', admin),
        fleet.servers.patch(id, { notes: 'second' }, 'W/"1"', admin),
      ]);
      expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'precondition_failed', details: { revision: 2 } } });
      await expect(fleet.servers.remove(id, '"1"', admin)).rejects.toMatchObject({ code: 'precondition_failed' });
      await fleet.servers.patch(id, { notes: 'y' }, '"7", "2"', admin);
      await fleet.servers.remove(id, '*', admin);
      await expect(fleet.servers.get(id)).rejects.toMatchObject({ code: 'server_not_found' });
    });

    it('refuses a jump chain that leads back, however long, and one to nowhere', async () => {
      const chain = [await add('s0')];
      for (let n = 1; n < 12; n += 1) {
        chain.push(await add(`s${n}`, { jump: chain[n - 1]?.id }));
      }
      const [first, last] = [chain[0], chain.at(-1)];
      await expect(fleet.servers.patch(first?.id ?? '', { jump: last?.id ?? '' }, '"1"', admin)).rejects.toMatchObject({ code: 'jump_loop' });
      await expect(fleet.servers.patch(first?.id ?? '', { jump: first?.id ?? '' }, '"1"', admin)).rejects.toMatchObject({ code: 'jump_loop' });
      await expect(add('x', { jump: 'nowhere' })).rejects.toMatchObject({ code: 'unprocessable', details: [{ field: 'jump' }] });
      await expect(fleet.servers.remove(first?.id ?? '', '"1"', admin)).rejects.toMatchObject({ code: 'jump_in_use', details: { servers: [{ name: 's1' }] } });
    });

    it('never lets two changes make a loop together', async () => {
      const [a, b] = [await add('a'), await add('b')];
      const both = await Promise.allSettled([
        fleet.servers.patch(a.id, { jump: b.id }, '"1"', admin),
        fleet.servers.patch(b.id, { jump: a.id }, '"1"', admin),
      ]);
      expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('toggles, and says so before the polling room has noticed', async () => {
      const { id } = await add('a');
      expect(await fleet.servers.toggle(id, admin)).toMatchObject({ enabled: false, revision: 2, status: { state: 'paused', reason: 'disabled' } });
      expect(await fleet.servers.toggle(id, admin)).toMatchObject({ enabled: true, revision: 3, status: { state: 'pending' } });
    });

    it('deletes all that was kept of a server', async () => {
      const { id } = await add('a', { tags: { x: '1' } });
      await fleet.directory.hostKeySeen(id, { type: 'ssh-ed25519', fingerprint: 'SHA256:x', key: 'AAAA' }, true);
      await fleet.servers.remove(id, '"1"', admin);
      for (const table of ['servers', 'serverTags', 'hostKeys', 'secrets'] as const) {
        expect(await fleet.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
      }
      expect(fleet.events.at(-1)).toEqual(['serverDeleted', { id, name: 'a' }]);
      await fleet.directory.hostKeySeen(id, { type: 'ssh-ed25519', fingerprint: 'SHA256:x', key: 'AAAA' }, true);
      await expect(fleet.directory.target(id)).rejects.toMatchObject({ code: 'server_not_found' });
    });

    it.each([
      ['auth.privateKey', { type: 'key', privateKey: 'no key at all' }],
      ['auth.passphrase', { type: 'key', privateKey: () => makeSshKey({ passphrase: 'right' }).privateKey, passphrase: 'wrong' }],
      ['auth.passphrase', { type: 'key', privateKey: () => makeSshKey({ passphrase: 'right' }).privateKey }],
      ['auth.passphrase', { type: 'key', privateKey: () => makeSshKey({ passphrase: 'right', pem: true, type: 'rsa' }).privateKey, passphrase: 'wrong' }],
      ['auth.privateKey', { type: 'key', privateKey: () => makeSshKey().publicKey }],
      ['auth.certificate', { type: 'key', privateKey: () => makeSshKey().privateKey, certificate: () => signUserCertificate(makeSshKey(), makeSshKey().publicKey, 'me') }],
    ])('names %s when the credential can not be used', async (field, given) => {
      const auth = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === 'function' ? value() : value]));
      await expect(add('a', { auth })).rejects.toMatchObject({ code: 'unprocessable', details: [{ field }] });
      expect(await names()).toEqual([]);
    });

    it('takes a certificate that belongs to the key', async () => {
      // ssh-keygen signs from now on, by the real clock.
      await fleet.clock.advance(Date.now() - fleet.clock.now());
      const key = makeSshKey();
      const certificate = signUserCertificate(makeSshKey(), key.publicKey, 'me');
      const server = await add('a', { auth: { type: 'key', privateKey: key.privateKey, certificate } });
      expect(server.auth.certificateSet).toBe(true);
    });

    it.each(['0s', '500ms', '2h', '15s1m'])('refuses the interval %s', async (interval) => {
      await expect(add('a', { interval })).rejects.toMatchObject({ code: 'unprocessable', details: [{ field: 'interval' }] });
    });

    it('pins a host key that comes with a new server, when it is one', async () => {
      const [type = '', key = ''] = makeSshKey().publicKey.split(' ');
      const server = await add('a', { hostKey: { type, key } });
      expect((await fleet.directory.target(server.id)).pinned).toMatchObject([{ type, key, source: 'given', by: 'token:admin' }]);
      await expect(add('b', { hostKey: { type: 'ssh-rsa', key } })).rejects.toMatchObject({ code: 'unprocessable', details: [{ field: 'hostKey' }] });
    });

    it('writes each change to the audit log, with the change itself', async () => {
      const { id } = await add('a');
      await fleet.servers.patch(id, { port: 2222, auth: { type: 'password', password: 'another' } }, '"1"', admin);
      await fleet.servers.toggle(id, admin);
      await fleet.servers.remove(id, '*', admin);
      expect(await audited()).toEqual([
        ['server.delete', 'a', expect.objectContaining({ name: 'a', port: 2222 })],
        ['server.toggle', 'a', { changed: { enabled: { from: true, to: false } } }],
        ['server.update', 'a', { changed: { port: { from: 22, to: 2222 } }, credential: 'replaced' }],
        ['server.create', 'a', expect.objectContaining({ name: 'a', port: 22 })],
      ]);
      expect((await fleet.audit.list({ limit: 1 })).items[0]).toMatchObject({ actor: 'token:admin', from: '192.0.2.1', requestId: 'request-1', role: 'admin' });
    });

    it('sorts and filters by status, which the store does not know', async () => {
      const states: Record<string, StatusState> = { a: 'up', b: 'down', c: 'up', d: 'pending' };
      for (const [name, state] of Object.entries(states)) {
        const { id, status } = await add(name);
        fleet.statuses.set(id, { ...status, state, reason: null });
      }
      await add('e', { enabled: false });
      expect(await names({ sort: 'status' })).toEqual(['b', 'd', 'e', 'a', 'c']);
      expect(await names({ sort: '-status' })).toEqual(['c', 'a', 'e', 'd', 'b']);
      expect(await names({ status: 'up' })).toEqual(['a', 'c']);
      expect(await names({ status: 'up', sort: '-name' })).toEqual(['c', 'a']);
      expect(await names({ status: 'paused', sort: 'createdAt' })).toEqual(['e']);
    });

    it.each(['name', '-name', 'status', '-status', 'createdAt', '-createdAt'] as const)('pages by %s without a repeat or a gap while servers come and go', async (sort) => {
      const before = Array.from({ length: 25 }, (_, n) => `m${String(n).padStart(2, '0')}`);
      const ids = new Map<string, string>();
      for (const [index, name] of before.entries()) {
        const server = await add(name);
        ids.set(name, server.id);
        fleet.statuses.set(server.id, { ...server.status, state: index % 2 === 0 ? 'up' : 'down' });
        await fleet.clock.advance(index % 3);
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < 40; page += 1) {
        const { items, next } = await fleet.servers.list(query({ sort, limit: 3, cursor }));
        seen.push(...items.map((one) => one.name));
        // Around the place where the page ended: one before, one after, and one of those seen goes.
        await add(`${seen.at(-1)}-${page}`);
        await add(`a${page}`);
        const gone = ids.get(seen.at(-2) ?? '');
        if (gone !== undefined) {
          await fleet.servers.remove(gone, '*', admin);
          ids.delete(seen.at(-2) ?? '');
        }
        if (next === null || seen.filter((name) => before.includes(name)).length >= before.length) {
          break;
        }
        cursor = next;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(before.filter((name) => !seen.includes(name))).toEqual([]);
    });

    it('refuses a cursor that this list did not give', async () => {
      await add('a');
      await add('b');
      const { next } = await fleet.servers.list(query({ limit: 1 }));
      expect((await fleet.servers.list(query({ limit: 1, cursor: next ?? '' }))).items[0]?.name).toBe('b');
      for (const cursor of ['x', '', 'bnVsbA', Buffer.from('["servers name",{}]').toString('base64url'), Buffer.from('["audit",1]').toString('base64url')]) {
        await expect(fleet.servers.list(query({ cursor }))).rejects.toMatchObject({ code: 'bad_cursor' });
      }
      await expect(fleet.servers.list(query({ sort: '-name', cursor: next ?? '' }))).rejects.toMatchObject({ code: 'bad_cursor' });
    });
  });
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databases } from '../../test/databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from '../../test/fleet.ts';
import { makeSshKey, type SshKeyOptions } from '../../test/sshKey.ts';
import { hostKeyOf } from '../ssh/fingerprint.ts';
import type { HostKey } from '../ssh/session.ts';

const newKey = (type: SshKeyOptions['type'] = 'ed25519') => hostKeyOf(Buffer.from(makeSshKey({ type: type ?? 'ed25519' }).publicKey.split(' ')[1] ?? '', 'base64'));

for (const database of databases) {
  describe(`host keys in ${database.name}`, () => {
    let fleet: TestFleet;
    let id: string;
    beforeEach(async () => {
      fleet = await createTestFleet(database);
      ({ id } = await fleet.servers.create(newServer('web1'), admin));
    });
    afterEach(() => fleet.remove());

    const pinned = async () => (await fleet.directory.target(id)).pinned.map((key) => key.fingerprint);
    const revision = async () => (await fleet.directory.one(id))?.connectionRevision;

    it('accepts the key seen last by its fingerprint, and no other', async () => {
      const [key, other] = [newKey(), newKey()];
      expect(await fleet.hostKeys.get(id)).toEqual({ state: 'unseen', seen: null, pinned: null, pinnedKeys: [] });
      await expect(fleet.hostKeys.accept(id, key.fingerprint, admin)).rejects.toMatchObject({ code: 'host_key_not_seen', details: { seen: null } });
      await fleet.directory.hostKeySeen(id, key, false);
      expect(await fleet.hostKeys.get(id)).toMatchObject({ state: 'unverified', seen: { ...key, seenAt: '2026-01-01T00:00:00.000Z' }, pinned: null });
      await expect(fleet.hostKeys.accept(id, other.fingerprint, admin)).rejects.toMatchObject({ code: 'host_key_not_seen', details: { seen: key.fingerprint } });
      expect(await pinned()).toEqual([]);
      expect(await revision()).toBe(1);

      expect(await fleet.hostKeys.accept(id, key.fingerprint, admin)).toMatchObject({ state: 'verified', pinned: { ...key, pinnedBy: 'token:admin', source: 'accepted' } });
      expect(await pinned()).toEqual([key.fingerprint]);
      expect(await revision()).toBe(2);
      expect(fleet.events.at(-1)).toEqual(['serverUpdated', { id, name: 'web1', connection: true }]);
      expect((await fleet.audit.list({ limit: 1 })).items[0]).toMatchObject({ action: 'host_key.accept', details: { fingerprint: key.fingerprint } });
    });

    it('shows a changed key, and puts an accepted one in the place of those of its type', async () => {
      const [key, rsa, changed] = [newKey(), newKey('rsa'), newKey()];
      for (const one of [rsa, key]) {
        await fleet.directory.hostKeySeen(id, one, false);
        await fleet.hostKeys.accept(id, one.fingerprint, admin);
      }
      await fleet.directory.hostKeySeen(id, changed, false);
      expect(await fleet.hostKeys.get(id)).toMatchObject({ state: 'changed', seen: changed, pinned: key });
      await fleet.hostKeys.accept(id, changed.fingerprint, admin);
      expect((await pinned()).sort()).toEqual([rsa.fingerprint, changed.fingerprint].sort());
      expect((await fleet.audit.list({ limit: 1 })).items[0]?.details).toMatchObject({ replaced: [key.fingerprint] });
    });

    it('pins the first key only where trust-first asks for it, and only the first', async () => {
      const [key, other] = [newKey(), newKey()];
      await fleet.directory.hostKeySeen(id, key, true);
      await fleet.directory.hostKeySeen(id, other, true);
      expect(await pinned()).toEqual([key.fingerprint]);
      expect(await fleet.hostKeys.get(id)).toMatchObject({ state: 'changed', pinned: { source: 'trust-first', pinnedBy: 'system' } });
      expect(await revision()).toBe(1);
    });

    it('writes a key that is seen at each login once an hour', async () => {
      const key = newKey();
      await fleet.directory.hostKeySeen(id, key, false);
      await fleet.clock.advance(3_599_000);
      await fleet.directory.hostKeySeen(id, key, false);
      expect((await fleet.hostKeys.get(id)).seen?.seenAt).toBe('2026-01-01T00:00:00.000Z');
      await fleet.clock.advance(1_000);
      await fleet.directory.hostKeySeen(id, key, false);
      expect((await fleet.hostKeys.get(id)).seen?.seenAt).toBe('2026-01-01T01:00:00.000Z');
    });

    describe('import of known_hosts', () => {
      const line = (names: string, key: HostKey, marker = '') => `${marker}${names} ${key.type} ${key.key}`;
      const load = (lines: string[], dryRun = false) => fleet.importKnownHosts({ text: lines.join('\n'), dryRun }, admin);
      const results = async (lines: string[]) => (await load(lines)).lines.map((one) => [one.line, one.result]);

      it('pins what names a server, and tells each line', async () => {
        const [key, rsa, other, odd] = [newKey(), newKey('rsa'), newKey(), newKey('ecdsa')];
        await fleet.servers.create(newServer('web2', { port: 2222 }), admin);
        const report = await load([
          '# a comment',
          line('192.0.2.10', key),
          '',
          line('web9,192.0.2.*', rsa),
          line('192.0.2.10', key),
          line('192.0.2.10', other),
          line('[192.0.2.10]:2222', other),
          line('elsewhere', odd),
          'garbage',
          line('192.0.2.10', odd, '@cert-authority '),
          line('192.0.2.10', odd, '@revoked '),
          line('192.0.2.10', odd),
        ]);
        expect(report.lines.map((one) => [one.line, one.result])).toEqual([
          [2, 'pinned'],
          [4, 'pinned'],
          [5, 'already_pinned'],
          [6, 'conflict'],
          [7, 'pinned'],
          [8, 'no_server'],
          [9, 'invalid'],
          [10, 'unsupported'],
          [11, 'revoked'],
          [12, 'conflict'],
        ]);
        expect(report.pinned).toBe(3);
        expect(report.lines[0]).toMatchObject({ fingerprint: key.fingerprint, servers: [{ id, name: 'web1' }] });
        expect((await pinned()).sort()).toEqual([key.fingerprint, rsa.fingerprint].sort());
        expect((await fleet.directory.target(id)).revoked).toMatchObject([{ fingerprint: odd.fingerprint }]);
        expect((await fleet.hostKeys.get(id)).pinnedKeys[0]).toMatchObject({ source: 'imported', pinnedBy: 'token:admin' });
        expect(await revision()).toBe(2);
      });

      it('takes hashed names, made by the real ssh-keygen', async () => {
        const key = newKey();
        const folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-known-'));
        const file = path.join(folder, 'known_hosts');
        writeFileSync(file, `${line('192.0.2.10', key)}\n${line('[192.0.2.10]:2222', newKey())}\n`);
        execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
        const text = readFileSync(file, 'utf8');
        rmSync(folder, { recursive: true });
        expect(text).not.toContain('192.0.2.10');
        expect(await results(text.split('\n'))).toEqual([[1, 'pinned'], [2, 'no_server']]);
        expect(await pinned()).toEqual([key.fingerprint]);
      });

      it('unpins a key that is revoked, and refuses to accept it later', async () => {
        const key = newKey();
        await fleet.directory.hostKeySeen(id, key, false);
        await fleet.hostKeys.accept(id, key.fingerprint, admin);
        expect(await results([line('*', key, '@revoked ')])).toEqual([[1, 'revoked']]);
        expect(await pinned()).toEqual([]);
        await expect(fleet.hostKeys.accept(id, key.fingerprint, admin)).rejects.toMatchObject({ code: 'conflict' });
        await fleet.hostKeys.forget(id, undefined, admin);
        expect((await fleet.hostKeys.accept(id, key.fingerprint, admin)).state).toBe('verified');
      });

      it('changes nothing in a dry run, and tells the same', async () => {
        const lines = [line('192.0.2.10', newKey())];
        const dry = await load(lines, true);
        expect(dry.pinned).toBe(1);
        expect([await pinned(), await revision(), (await fleet.audit.list({ limit: 9, action: 'host_key.' })).items, fleet.events.length]).toEqual([[], 1, [], 1]);
        expect(await load(lines)).toEqual(dry);
      });
    });

    it('forgets one pinned key or all of them', async () => {
      const [key, rsa] = [newKey(), newKey('rsa')];
      for (const one of [key, rsa]) {
        await fleet.directory.hostKeySeen(id, one, false);
        await fleet.hostKeys.accept(id, one.fingerprint, admin);
      }
      await fleet.hostKeys.forget(id, key.fingerprint, admin);
      expect(await pinned()).toEqual([rsa.fingerprint]);
      expect((await fleet.hostKeys.forget(id, undefined, admin)).state).toBe('unverified');
      expect(await pinned()).toEqual([]);
      await expect(fleet.hostKeys.forget('nobody', undefined, admin)).rejects.toMatchObject({ code: 'server_not_found' });
    });
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { inspect } from 'node:util';
import type { Auth } from '../../contract/server.ts';
import { rekey } from '../src/fleet/rekey.ts';
import { createLog } from '../src/log.ts';
import { databases } from './databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from './fleet.ts';
import { makeSshKey } from './sshKey.ts';

/** Any text a person may choose, with something in it that is nowhere else. */
const secretText = fc
  .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.nat(1e15), fc.string({ unit: 'binary', maxLength: 20 }))
  .map(([before, number, after]) => `${before}zq${number}qz${after}`);

/** How a secret might be written down. */
const forms = (secret: string): Buffer[] => {
  const bytes = Buffer.from(secret, 'utf8');
  const texts = [secret, JSON.stringify(secret).slice(1, -1), bytes.toString('hex'), bytes.toString('base64').replace(/.=*$/, ''), bytes.toString('base64url').slice(0, -1)];
  return texts.map((text) => Buffer.from(text, 'utf8'));
};

/** Everything the database holds: the bytes of its files, or each row of each table as text. */
async function everythingKept({ fresh, store }: TestFleet): Promise<Buffer> {
  if (fresh.options.file !== undefined) {
    const folder = path.dirname(fresh.options.file);
    return Buffer.concat(readdirSync(folder).map((name) => readFileSync(path.join(folder, name))));
  }
  const tables = await store.db.introspection.getTables();
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(store.db);
    texts.push(...rows.rows.map((one) => one.row));
  }
  return Buffer.from(texts.join('\n'));
}

for (const database of databases) {
  describe(`secrets with ${database.name}`, () => {
    it('never come out: not in a reply, an event, the audit log, an error, the log or the database', async () => {
      const fleet = await createTestFleet(database);
      const told: string[] = [];
      const log = createLog('debug', new Writable({ write: (chunk: Buffer, _encoding, done) => (told.push(chunk.toString()), done()) }));
      /** Keeps what a call says, also when it fails, in every way it could be printed. */
      const hear = async <T>(call: Promise<T>): Promise<T | undefined> => {
        const said: unknown = await call.catch((error: unknown) => error);
        told.push(JSON.stringify(said) ?? '', inspect(said, { depth: 9 }), JSON.stringify((said as { details?: unknown } | undefined)?.details) ?? '');
        log.info({ said, err: said instanceof Error ? said : undefined }, 'heard');
        return said instanceof Error ? undefined : (said as T);
      };
      const good = makeSshKey({ type: 'ecdsa', pem: true, passphrase: 'swordfish zq0qz' });
      let count = 0;
      const used: string[] = [good.privateKey.split('\n').find((line) => line.length > 60) ?? 'no line', 'swordfish zq0qz'];

      await fc.assert(
        fc.asyncProperty(secretText, secretText, async (first, second) => {
          count += 1;
          used.push(first, second);
          const auths: Auth[] = [
            { type: 'password', password: first },
            { type: 'keyboard-interactive', password: first },
            { type: 'key', privateKey: good.privateKey, passphrase: 'swordfish zq0qz' },
          ];
          const server = await hear(fleet.servers.create(newServer(`s${count}`, { auth: auths[count % 3] as Auth }), admin));
          const id = server?.id ?? '';
          await hear(fleet.servers.create(newServer(`bad${count}`, { auth: { type: 'key', privateKey: first, passphrase: second } }), admin));
          await hear(fleet.servers.create(newServer(`bad${count}`, { auth: { type: 'key', privateKey: good.privateKey, passphrase: second } }), admin));
          await hear(fleet.servers.create(newServer(`bad${count}`, { auth: { type: 'key', privateKey: good.privateKey, passphrase: 'swordfish zq0qz', certificate: first } }), admin));
          await hear(fleet.servers.patch(id, { auth: { type: 'password', password: second } }, '"1"', admin));
          await hear(fleet.servers.patch(id, { auth: { type: 'password', password: first } }, '"1"', admin));
          expect((await fleet.directory.target(id)).credential).toEqual({ type: 'password', password: second });
          await hear(fleet.servers.toggle(id, admin));
          await hear(fleet.servers.get(id));
          const token = await fleet.tokens.create({ name: `t${count}`, kind: 'direct', role: 'viewer', expiresAt: null }, admin);
          used.push(token.token);
          await hear(fleet.tokens.authenticate(token.token, '192.0.2.9'));
          await hear(fleet.tokens.remove(token.id, admin));
        }),
        { numRuns: 30 }
      );
      await hear(fleet.servers.list({ limit: 1000, sort: 'name' }));
      await hear(fleet.tokens.list({ limit: 1000 }));
      await hear(fleet.audit.list({ limit: 1000 }));
      await hear(fleet.directory.list());
      await hear(rekey({ store: fleet.store, source: fleet.source, clock: fleet.clock }));
      told.push(JSON.stringify(fleet.events));

      const kept = await everythingKept(fleet);
      const said = Buffer.from(told.join('\n'));
      expect(said.includes('s1')).toBe(true);
      expect(kept.includes('server.create')).toBe(true);
      for (const secret of used) {
        for (const form of forms(secret)) {
          expect(said.includes(form) || kept.includes(form) ? `${secret} came out` : '').toBe('');
        }
      }
      await fleet.tokens.close();
      await fleet.remove();
    }, 60_000);
  });
}

import type { Clock } from '../clock.ts';
import { parseDuration } from '../duration.ts';
import { Failure } from '../errors.ts';
import type { Directory, PolledServer } from '../poll/directory.ts';
import { SshFailure } from '../ssh/session.ts';
import { createHostKeyRepository } from '../store/hostKeys.ts';
import type { Store } from '../store/open.ts';
import { createServerRepository, type ServerRecord } from '../store/servers.ts';
import { system, type Audit } from './audit.ts';
import { credentialOf } from './credentials.ts';
import { credentialRecord } from './servers.ts';
import type { Vault } from './vault.ts';

/** A key that is seen again is written again after this long, not at each login. */
const seenAgainAfter = 3_600_000;

export interface DirectoryOptions {
  store: Store;
  vault: Vault;
  audit: Audit;
  clock: Clock;
  /** For servers without an interval of their own. */
  intervalMs: number;
}

/** A credential that does not open is a reason why a server is down, not a fault of the exporter. */
function credentialFailure(error: unknown): SshFailure {
  return new SshFailure('credential', error instanceof Failure ? error.message : 'the stored credential can not be read', { cause: error });
}

/** Who is watched and how to log in, for the polling room; credentials are opened for a login and not kept. */
export function createDirectory({ store, vault, audit, clock, intervalMs }: DirectoryOptions): Directory & { one(id: string): Promise<PolledServer | undefined> } {
  const polled = ({ id, name, enabled, interval, jump, tags, connectionRevision }: ServerRecord): PolledServer => ({
    id,
    name,
    enabled,
    intervalMs: interval === null ? intervalMs : (parseDuration(interval) ?? intervalMs),
    jump,
    tags,
    connectionRevision,
  });

  return {
    list: async () => (await createServerRepository(store.db).all()).map(polled),
    async one(id) {
      const record = await createServerRepository(store.db).byId(id);
      return record && polled(record);
    },
    async target(id) {
      const record = await createServerRepository(store.db).byId(id);
      if (record === undefined) {
        throw new Failure('server_not_found');
      }
      const { name, host, port, username, hostKeyPolicy } = record;
      const [keys, secrets] = await Promise.all([
        createHostKeyRepository(store.db).of(id),
        vault.get(credentialRecord(id)).catch((error: unknown) => {
          throw credentialFailure(error);
        }),
      ]);
      return { id, name, host, port, username, credential: credentialOf(record.auth, secrets), hostKeyPolicy, pinned: keys.pinned, revoked: keys.revoked };
    },
    async hostKeySeen(id, key, pin) {
      const { seen } = await createHostKeyRepository(store.db).of(id);
      const now = clock.now();
      if (!pin && seen?.fingerprint === key.fingerprint && now - seen.at < seenAgainAfter) {
        return;
      }
      await store.exclusively(async (tx) => {
        const server = await createServerRepository(tx).byId(id);
        if (server === undefined) {
          return;
        }
        const hostKeys = createHostKeyRepository(tx);
        await hostKeys.see(id, key, now);
        if (pin && (await hostKeys.of(id)).pinned.length === 0) {
          await hostKeys.pin(id, { ...key, at: now, by: system.name, source: 'trust-first' });
          const details = { type: key.type, fingerprint: key.fingerprint, source: 'trust-first' };
          await audit.record(tx, system, { action: 'host_key.pin', target: { type: 'server', id, name: server.name }, details });
        }
      });
    },
  };
}

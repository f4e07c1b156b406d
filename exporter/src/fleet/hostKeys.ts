import type { Transaction } from 'kysely';
import type { PinnedHostKey, ServerHostKey } from '../../../contract/hostKey.ts';
import type { Actor } from '../actor.ts';
import { instant, type Clock } from '../clock.ts';
import { Failure } from '../errors.ts';
import { createHostKeyRepository, type HostKeyRepository, type KeptHostKey, type ServerHostKeys } from '../store/hostKeys.ts';
import type { Store } from '../store/open.ts';
import type { Database } from '../store/schema.ts';
import { createServerRepository, type ServerRecord } from '../store/servers.ts';
import type { Audit } from './audit.ts';
import type { FleetBus } from './events.ts';

export interface HostKeysOptions {
  store: Store;
  clock: Clock;
  bus: FleetBus;
  audit: Audit;
}

export interface HostKeys {
  get(serverId: string): Promise<ServerHostKey>;
  /** Pins the key seen last, in place of others of its type, when it is the one with this fingerprint. */
  accept(serverId: string, fingerprint: string, actor: Actor): Promise<ServerHostKey>;
  /** Forgets what was pinned (and revoked): of one fingerprint, or all. */
  forget(serverId: string, fingerprint: string | undefined, actor: Actor): Promise<ServerHostKey>;
}

const pinnedOf = ({ type, fingerprint, key, at, by, source }: KeptHostKey): PinnedHostKey => ({
  type,
  fingerprint,
  key,
  pinnedAt: instant(at),
  pinnedBy: by,
  source: source ?? 'accepted',
});

export function hostKeyView({ seen, pinned }: ServerHostKeys): ServerHostKey {
  const same = pinned.find((one) => one.key === seen?.key);
  const likely = same ?? pinned.find((one) => one.type === seen?.type) ?? pinned[0];
  const verified = same === undefined ? 'changed' : 'verified';
  return {
    state: seen === undefined ? 'unseen' : pinned.length === 0 ? 'unverified' : verified,
    seen: seen === undefined ? null : { type: seen.type, fingerprint: seen.fingerprint, key: seen.key, seenAt: instant(seen.at) },
    pinned: likely === undefined ? null : pinnedOf(likely),
    pinnedKeys: pinned.map(pinnedOf),
  };
}

/** Host keys: seen on the wire, pinned by people. A pin that changes makes the session anew. */
export function createHostKeys({ store, clock, bus, audit }: HostKeysOptions): HostKeys {
  async function change(
    serverId: string,
    work: (tx: Transaction<Database>, server: ServerRecord, hostKeys: HostKeyRepository) => Promise<void>
  ): Promise<ServerHostKey> {
    const { name, view } = await store.exclusively(async (tx) => {
      const servers = createServerRepository(tx);
      const server = await servers.byId(serverId);
      if (server === undefined) {
        throw new Failure('server_not_found');
      }
      const hostKeys = createHostKeyRepository(tx);
      await work(tx, server, hostKeys);
      await servers.connectionChanged(serverId);
      return { name: server.name, view: hostKeyView(await hostKeys.of(serverId)) };
    });
    bus.emit('serverUpdated', { id: serverId, name, connection: true });
    return view;
  }
  const target = ({ id, name }: ServerRecord) => ({ type: 'server', id, name });

  return {
    async get(serverId) {
      if ((await createServerRepository(store.db).byId(serverId)) === undefined) {
        throw new Failure('server_not_found');
      }
      return hostKeyView(await createHostKeyRepository(store.db).of(serverId));
    },

    accept: (serverId, fingerprint, actor) =>
      change(serverId, async (tx, server, hostKeys) => {
        const { seen, pinned, revoked } = await hostKeys.of(serverId);
        if (seen === undefined || seen.fingerprint !== fingerprint) {
          throw new Failure('host_key_not_seen', { details: { seen: seen?.fingerprint ?? null } });
        }
        if (revoked.some((one) => one.key === seen.key)) {
          throw new Failure('conflict', { message: 'This host key is marked as revoked. Forget the host keys of this server first, if that is an error.' });
        }
        const replaced = pinned.filter((one) => one.type === seen.type && one.key !== seen.key).map((one) => one.fingerprint);
        if (pinned.every((one) => one.key !== seen.key)) {
          await hostKeys.unpin(serverId, { type: seen.type });
          await hostKeys.pin(serverId, { ...seen, at: clock.now(), by: actor.name, source: 'accepted' });
        }
        const details = { type: seen.type, fingerprint, ...(replaced.length === 0 ? {} : { replaced }) };
        await audit.record(tx, actor, { action: 'host_key.accept', target: target(server), details });
      }),

    forget: (serverId, fingerprint, actor) =>
      change(serverId, async (tx, server, hostKeys) => {
        const { pinned } = await hostKeys.of(serverId);
        const gone = pinned.filter((one) => fingerprint === undefined || one.fingerprint === fingerprint).map((one) => one.fingerprint);
        await hostKeys.unpin(serverId, { fingerprint });
        await hostKeys.unrevoke(serverId, fingerprint);
        await audit.record(tx, actor, { action: 'host_key.forget', target: target(server), details: { forgotten: gone } });
      }),
  };
}

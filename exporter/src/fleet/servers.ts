import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'kysely';
import type { Auth, Server, ServerCreate, ServerPatch, ServerQuery, ServerReplace } from '../../../contract/server.ts';
import type { Actor } from '../actor.ts';
import type { Clock } from '../clock.ts';
import { Failure } from '../errors.ts';
import { createHostKeyRepository } from '../store/hostKeys.ts';
import type { Store } from '../store/open.ts';
import type { Database } from '../store/schema.ts';
import { createServerRepository, type ServerRecord } from '../store/servers.ts';
import type { Audit } from './audit.ts';
import { changesBetween } from './changes.ts';
import { takeCredential, type TakenCredential } from './credentials.ts';
import type { FleetBus, ServerRef } from './events.ts';
import { checkInterval } from './interval.ts';
import { checkJump } from './jumpChain.ts';
import { givenHostKey } from './givenHostKey.ts';
import { requireRevision } from './revision.ts';
import { createServerList, type ServerPageReply } from './serverList.ts';
import { serverOf, settingsOf, statusFor, type StatusOf } from './serverView.ts';
import type { Vault } from './vault.ts';

export interface ServersOptions {
  store: Store;
  vault: Vault;
  clock: Clock;
  bus: FleetBus;
  audit: Audit;
  statusOf: StatusOf;
}

export interface Servers {
  list(query: ServerQuery): Promise<ServerPageReply>;
  get(id: string): Promise<Server>;
  /** By id or by name, as people type it. */
  find(idOrName: string): Promise<Server>;
  create(input: ServerCreate, actor: Actor): Promise<Server>;
  replace(id: string, input: ServerReplace, ifMatch: string | undefined, actor: Actor): Promise<Server>;
  patch(id: string, input: ServerPatch, ifMatch: string | undefined, actor: Actor): Promise<Server>;
  remove(id: string, ifMatch: string | undefined, actor: Actor): Promise<void>;
  toggle(id: string, actor: Actor): Promise<Server>;
}

type Settings = Omit<ServerCreate, 'auth' | 'hostKey'>;

/** The name under which the vault keeps a server's credential. */
export const credentialRecord = (serverId: string): string => `server:${serverId}`;

/** What makes the session to a server another one. */
const connectionFields = ['host', 'port', 'username', 'jump', 'hostKeyPolicy'] as const;

const target = ({ id, name }: ServerRef) => ({ type: 'server', id, name });

/** The servers people manage. Every door calls these; events tell the rest of the house, after the store has it. */
export function createServers({ store, vault, clock, bus, audit, statusOf }: ServersOptions): Servers {
  const show = (record: ServerRecord): Server => serverOf(record, statusFor(record, statusOf, clock.now()));
  const found = (record: ServerRecord | undefined): ServerRecord => {
    if (record === undefined) {
      throw new Failure('server_not_found');
    }
    return record;
  };

  async function check(tx: Transaction<Database>, id: string, { name, jump, interval }: Settings): Promise<void> {
    checkInterval(interval);
    const servers = createServerRepository(tx);
    const named = await servers.byName(name);
    if (named !== undefined && named.id !== id) {
      throw new Failure('name_taken', { details: [{ field: 'name', message: `the server ${named.name} has it` }] });
    }
    await checkJump(servers, id, jump);
  }

  const putCredential = (tx: Transaction<Database>, id: string, { secrets }: TakenCredential) =>
    vault.put(tx, { record: credentialRecord(id), serverId: id }, secrets);

  /** Writes a changed record; `settle` makes it from the one that is stored. */
  async function change(
    id: string,
    actor: Actor,
    { action, auth, settle }: { action: string; auth?: Auth | undefined; settle: (stored: ServerRecord) => Settings }
  ): Promise<Server> {
    // Before the transaction: opening a private key takes its time.
    const taken = auth === undefined ? undefined : await takeCredential(auth, clock.now());
    const { before, after, connection } = await store.exclusively(async (tx) => {
      const servers = createServerRepository(tx);
      const before = found(await servers.byId(id));
      const settings = settle(before);
      const wanted: ServerRecord = { ...before, ...settings, auth: taken?.auth ?? before.auth };
      if (taken === undefined && isDeepStrictEqual(wanted, before)) {
        return { before, after: before, connection: false };
      }
      await check(tx, id, settings);
      const connection = taken !== undefined || connectionFields.some((field) => wanted[field] !== before[field]);
      const after: ServerRecord = {
        ...wanted,
        revision: before.revision + 1,
        connectionRevision: before.connectionRevision + (connection ? 1 : 0),
        updatedAt: clock.now(),
      };
      if (!(await servers.update(after, before.revision))) {
        throw new Failure('precondition_failed');
      }
      if (taken !== undefined) {
        await putCredential(tx, id, taken);
      }
      const details = { changed: changesBetween(settingsOf(before), settingsOf(after)), ...(taken === undefined ? {} : { credential: 'replaced' }) };
      await audit.record(tx, actor, { action, target: target(after), details });
      return { before, after, connection };
    });
    if (after !== before) {
      bus.emit('serverUpdated', { id, name: after.name, connection });
    }
    return show(after);
  }

  return {
    list: createServerList({ store, bus, statusOf, clock }),
    get: async (id) => show(found(await createServerRepository(store.db).byId(id))),
    async find(idOrName) {
      const servers = createServerRepository(store.db);
      return show(found((await servers.byId(idOrName)) ?? (await servers.byName(idOrName))));
    },

    async create({ auth, hostKey, ...settings }, actor) {
      const taken = await takeCredential(auth, clock.now());
      const pinned = hostKey && givenHostKey(hostKey);
      const now = clock.now();
      const record: ServerRecord = { ...settings, id: randomUUID(), auth: taken.auth, revision: 1, connectionRevision: 1, createdAt: now, updatedAt: now };
      await store.exclusively(async (tx) => {
        await check(tx, record.id, settings);
        await createServerRepository(tx).insert(record);
        await putCredential(tx, record.id, taken);
        if (pinned !== undefined) {
          await createHostKeyRepository(tx).pin(record.id, { ...pinned, at: now, by: actor.name, source: 'given' });
        }
        const details = { ...settingsOf(record), ...(pinned === undefined ? {} : { hostKey: pinned.fingerprint }) };
        await audit.record(tx, actor, { action: 'server.create', target: target(record), details });
      });
      bus.emit('serverCreated', { id: record.id, name: record.name });
      return show(record);
    },

    replace: (id, { auth, ...settings }, ifMatch, actor) =>
      change(id, actor, {
        action: 'server.update',
        auth,
        settle(stored) {
          requireRevision(ifMatch, stored.revision);
          return settings;
        },
      }),

    patch: (id, { auth, ...fields }, ifMatch, actor) =>
      change(id, actor, {
        action: 'server.update',
        auth,
        settle(stored) {
          requireRevision(ifMatch, stored.revision);
          const named = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
          return { ...stored, ...named };
        },
      }),

    toggle: (id, actor) => change(id, actor, { action: 'server.toggle', settle: (stored) => ({ ...stored, enabled: !stored.enabled }) }),

    async remove(id, ifMatch, actor) {
      const gone = await store.exclusively(async (tx) => {
        const servers = createServerRepository(tx);
        const stored = found(await servers.byId(id));
        requireRevision(ifMatch, stored.revision);
        const behind = await servers.behind(id);
        if (behind.length > 0) {
          throw new Failure('jump_in_use', { details: { servers: behind } });
        }
        await servers.remove(id);
        await audit.record(tx, actor, { action: 'server.delete', target: target(stored), details: settingsOf(stored) });
        return stored;
      });
      bus.emit('serverDeleted', { id, name: gone.name });
    },
  };
}

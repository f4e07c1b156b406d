import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import { flag, type Flag, type Millis } from './columns.ts';
import type { Database } from './schema.ts';
import { createTagReader } from './serverTags.ts';

export interface ServerRow {
  id: string;
  name: string;
  /** The name in lower case: unique, and what lists are sorted by. */
  nameKey: string;
  host: string;
  port: number;
  username: string;
  jump: string | null;
  interval: string | null;
  hostKeyPolicy: string;
  enabled: Flag;
  notes: string;
  /** Name, host, user and notes in lower case (SQLite's own lower() knows ASCII alone). */
  searchText: string;
  authType: string;
  authSocket: string | null;
  authPublicKey: string | null;
  passphraseSet: Flag;
  certificateSet: Flag;
  revision: number;
  connectionRevision: number;
  createdAt: Millis;
  updatedAt: Millis;
}

export interface ServerTables {
  servers: ServerRow;
  serverTags: { serverId: string; name: string; value: string };
}

/** A server as kept, without its secrets. */
export interface ServerRecord {
  id: string;
  name: string;
  host: string;
  port: number;
  username: string;
  tags: Record<string, string>;
  jump: string | null;
  interval: string | null;
  hostKeyPolicy: 'strict' | 'trust-first';
  enabled: boolean;
  notes: string;
  auth: ServerAuth;
  /** Grows with each change. */
  revision: number;
  /** Grows with each change that makes the session to this server another one. */
  connectionRevision: number;
  createdAt: Millis;
  updatedAt: Millis;
}

export interface ServerAuth {
  type: 'key' | 'password' | 'keyboard-interactive' | 'agent';
  socket: string | null;
  publicKey: string | null;
  passphraseSet: boolean;
  certificateSet: boolean;
}

export interface ServerFilter {
  text?: string | undefined;
  /** All must match; without a value any value does. */
  tags?: ReadonlyArray<{ name: string; value?: string | undefined }>;
}

export interface ServerPage {
  by: 'nameKey' | 'createdAt';
  descending: boolean;
  /** The sort value and id of the last server before. */
  after?: { value: string | number; id: string } | undefined;
  limit: number;
}

export const nameKey = (name: string): string => name.toLowerCase();

function toRow({ tags: _, auth, ...server }: ServerRecord): ServerRow {
  return {
    ...server,
    nameKey: nameKey(server.name),
    enabled: flag(server.enabled),
    searchText: [server.name, server.host, server.username, server.notes].join('\n').toLowerCase(),
    authType: auth.type,
    authSocket: auth.socket,
    authPublicKey: auth.publicKey,
    passphraseSet: flag(auth.passphraseSet),
    certificateSet: flag(auth.certificateSet),
  };
}

function fromRow(row: ServerRow, tags: Record<string, string>): ServerRecord {
  // Field by field: with the rest of a spread, a page of a hundred servers took half a millisecond here.
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    port: row.port,
    username: row.username,
    tags,
    jump: row.jump,
    interval: row.interval,
    notes: row.notes,
    revision: row.revision,
    connectionRevision: row.connectionRevision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    hostKeyPolicy: row.hostKeyPolicy as ServerRecord['hostKeyPolicy'],
    enabled: row.enabled === 1,
    auth: {
      type: row.authType as ServerAuth['type'],
      socket: row.authSocket,
      publicKey: row.authPublicKey,
      passphraseSet: row.passphraseSet === 1,
      certificateSet: row.certificateSet === 1,
    },
  };
}

/** `%` and `_` of a search text mean themselves. */
const contains = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

function filtered<O>(query: SelectQueryBuilder<Database, 'servers', O>, filter: ServerFilter): SelectQueryBuilder<Database, 'servers', O> {
  let found = query;
  if (filter.text !== undefined && filter.text !== '') {
    found = found.where(sql<boolean>`search_text like ${contains(filter.text)} escape '\\'`);
  }
  for (const tag of filter.tags ?? []) {
    found = found.where(({ exists, selectFrom }) => {
      const rows = selectFrom('serverTags').select('name').whereRef('serverId', '=', 'servers.id').where('name', '=', tag.name);
      return exists(tag.value === undefined ? rows : rows.where('value', '=', tag.value));
    });
  }
  return found;
}

export type ServerRepository = ReturnType<typeof createServerRepository>;

/** Servers and their tags. Give it a transaction to take part in one. */
export function createServerRepository(db: Kysely<Database>) {
  const tagReader = createTagReader(db);
  const withTags = async (rows: ServerRow[]): Promise<ServerRecord[]> => {
    const tags = await tagReader.of(rows.map((row) => row.id));
    return rows.map((row) => fromRow(row, tags.get(row.id) ?? {}));
  };
  const one = async (row: ServerRow | undefined) => (row === undefined ? undefined : (await withTags([row]))[0]);

  return {
    async page(filter: ServerFilter, { by, descending, after, limit }: ServerPage): Promise<ServerRecord[]> {
      const direction = descending ? 'desc' : 'asc';
      const beyond = descending ? '<' : '>';
      let query = filtered(db.selectFrom('servers').selectAll(), filter);
      if (after !== undefined) {
        query = query.where((eb) =>
          eb.or([eb(by, beyond, after.value), eb.and([eb(by, '=', after.value), eb('id', beyond, after.id)])])
        );
      }
      return withTags(await query.orderBy(by, direction).orderBy('id', direction).limit(limit).execute());
    },

    /** Only what a list needs that is sorted or filtered by what the store does not know. */
    matching: (filter: ServerFilter) =>
      filtered(db.selectFrom('servers').select(['id', 'name', 'nameKey', 'enabled', 'createdAt']), filter).orderBy('nameKey').execute(),

    async byIds(ids: readonly string[]): Promise<ServerRecord[]> {
      return ids.length === 0 ? [] : withTags(await db.selectFrom('servers').selectAll().where('id', 'in', ids).execute());
    },
    all: async (): Promise<ServerRecord[]> => withTags(await db.selectFrom('servers').selectAll().orderBy('nameKey').execute()),
    byId: async (id: string) => one(await db.selectFrom('servers').selectAll().where('id', '=', id).executeTakeFirst()),
    byName: async (name: string) =>
      one(await db.selectFrom('servers').selectAll().where('nameKey', '=', nameKey(name)).executeTakeFirst()),
    /** Every server that is reached through another one: its id → the other's. */
    async jumps(): Promise<Map<string, string>> {
      const rows = await db.selectFrom('servers').select(['id', 'jump']).where('jump', 'is not', null).execute();
      return new Map(rows.map((row) => [row.id, row.jump as string]));
    },
    behind: (id: string) => db.selectFrom('servers').select(['id', 'name']).where('jump', '=', id).orderBy('nameKey').execute(),

    async insert(server: ServerRecord): Promise<void> {
      await db.insertInto('servers').values(toRow(server)).execute();
      await tagReader.replace(server.id, server.tags);
    },
    /** Writes unless somebody else did meanwhile: false when the revision is not `read` any more. */
    async update(server: ServerRecord, read: number): Promise<boolean> {
      const { id, createdAt: _, ...row } = toRow(server);
      const result = await db.updateTable('servers').set(row).where('id', '=', id).where('revision', '=', read).executeTakeFirst();
      if (result.numUpdatedRows !== 1n) {
        return false;
      }
      await tagReader.replace(id, server.tags);
      return true;
    },
    /** The pinned host keys changed, so the session has to be made anew. */
    async connectionChanged(id: string): Promise<void> {
      await db.updateTable('servers').set((eb) => ({ connectionRevision: eb('connectionRevision', '+', 1) })).where('id', '=', id).execute();
    },
    /** All that is kept of it goes with it, by the references to it. */
    async remove(id: string): Promise<void> {
      await db.deleteFrom('servers').where('id', '=', id).execute();
    },
  };
}

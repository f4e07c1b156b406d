import type { Kysely } from 'kysely';
import type { Millis } from './columns.ts';
import type { Database } from './schema.ts';

export type PinSource = 'accepted' | 'imported' | 'given' | 'trust-first';

export interface HostKeyTables {
  hostKeys: {
    serverId: string;
    state: 'seen' | 'pinned';
    fingerprint: string;
    type: string;
    key: string;
    at: Millis;
    by: string;
    source: PinSource | null;
  };
}

/** A key as kept: shown by the server last, or pinned by somebody. */
export interface KeptHostKey {
  type: string;
  fingerprint: string;
  key: string;
  at: Millis;
  by: string;
  source: PinSource | null;
}

export interface ServerHostKeys {
  seen: KeptHostKey | undefined;
  pinned: KeptHostKey[];
}

export type HostKeyRepository = ReturnType<typeof createHostKeyRepository>;

export function createHostKeyRepository(db: Kysely<Database>) {
  return {
    async of(serverId: string): Promise<ServerHostKeys> {
      const rows = await db.selectFrom('hostKeys').selectAll().where('serverId', '=', serverId).orderBy('at').orderBy('fingerprint').execute();
      const kept = rows.map(({ serverId: _, ...row }) => row);
      const plain = ({ state: _, ...key }: (typeof kept)[number]): KeptHostKey => key;
      return {
        seen: kept.filter((row) => row.state === 'seen').map(plain)[0],
        pinned: kept.filter((row) => row.state === 'pinned').map(plain),
      };
    },
    /** The key a server showed last takes the place of the one before. */
    async see(serverId: string, key: { type: string; fingerprint: string; key: string }, at: Millis): Promise<void> {
      await db.deleteFrom('hostKeys').where('serverId', '=', serverId).where('state', '=', 'seen').execute();
      const { type, fingerprint, key: blob } = key;
      await db.insertInto('hostKeys').values({ serverId, state: 'seen', type, fingerprint, key: blob, at, by: 'system', source: null }).execute();
    },
    async pin(serverId: string, { type, fingerprint, key, at, by, source }: KeptHostKey): Promise<void> {
      await db
        .insertInto('hostKeys')
        .values({ serverId, state: 'pinned', type, fingerprint, key, at, by, source })
        .onConflict((conflict) => conflict.columns(['serverId', 'state', 'fingerprint']).doNothing())
        .execute();
    },
    /** Forgets pinned keys: of one fingerprint, of one type, or all. */
    async unpin(serverId: string, only: { fingerprint?: string | undefined; type?: string | undefined } = {}): Promise<void> {
      let query = db.deleteFrom('hostKeys').where('serverId', '=', serverId).where('state', '=', 'pinned');
      if (only.fingerprint !== undefined) {
        query = query.where('fingerprint', '=', only.fingerprint);
      }
      if (only.type !== undefined) {
        query = query.where('type', '=', only.type);
      }
      await query.execute();
    },
  };
}

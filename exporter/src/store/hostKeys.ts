import type { Kysely } from 'kysely';
import type { Millis } from './columns.ts';
import type { Database } from './schema.ts';

export type PinSource = 'accepted' | 'imported' | 'given' | 'trust-first';

export interface HostKeyTables {
  hostKeys: {
    serverId: string;
    state: 'seen' | 'pinned' | 'revoked';
    fingerprint: string;
    type: string;
    key: string;
    at: Millis;
    by: string;
    source: PinSource | null;
  };
}

/** A key as kept: shown by the server last, pinned by somebody, or revoked. */
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
  revoked: KeptHostKey[];
}

export type HostKeyRepository = ReturnType<typeof createHostKeyRepository>;

export function createHostKeyRepository(db: Kysely<Database>) {
  const put = async (serverId: string, state: 'seen' | 'pinned' | 'revoked', { type, fingerprint, key, at, by, source }: KeptHostKey) => {
    await db
      .insertInto('hostKeys')
      .values({ serverId, state, type, fingerprint, key, at, by, source })
      .onConflict((conflict) => conflict.columns(['serverId', 'state', 'fingerprint']).doNothing())
      .execute();
  };
  const removal = (serverId: string, state: 'seen' | 'pinned' | 'revoked') =>
    db.deleteFrom('hostKeys').where('serverId', '=', serverId).where('state', '=', state);

  return {
    async of(serverId: string): Promise<ServerHostKeys> {
      const rows = await db.selectFrom('hostKeys').selectAll().where('serverId', '=', serverId).orderBy('at').orderBy('fingerprint').execute();
      const those = (wanted: string): KeptHostKey[] =>
        rows.filter((row) => row.state === wanted).map(({ type, fingerprint, key, at, by, source }) => ({ type, fingerprint, key, at, by, source }));
      return { seen: those('seen')[0], pinned: those('pinned'), revoked: those('revoked') };
    },
    /** The key a server showed last takes the place of the one before. */
    async see(serverId: string, { type, fingerprint, key }: Pick<KeptHostKey, 'type' | 'fingerprint' | 'key'>, at: Millis): Promise<void> {
      await removal(serverId, 'seen').execute();
      await put(serverId, 'seen', { type, fingerprint, key, at, by: 'system', source: null });
    },
    pin: (serverId: string, key: KeptHostKey): Promise<void> => put(serverId, 'pinned', key),
    revoke: (serverId: string, key: KeptHostKey): Promise<void> => put(serverId, 'revoked', key),
    /** Forgets pinned keys: of one fingerprint, of one type, or all. */
    async unpin(serverId: string, only: { fingerprint?: string | undefined; type?: string | undefined } = {}): Promise<void> {
      let query = removal(serverId, 'pinned');
      query = only.fingerprint === undefined ? query : query.where('fingerprint', '=', only.fingerprint);
      query = only.type === undefined ? query : query.where('type', '=', only.type);
      await query.execute();
    },
    async unrevoke(serverId: string, fingerprint: string | undefined): Promise<void> {
      const query = removal(serverId, 'revoked');
      await (fingerprint === undefined ? query : query.where('fingerprint', '=', fingerprint)).execute();
    },
  };
}

import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import { Failure } from '../errors.ts';
import { tableNames } from '../store/migrate.ts';
import type { Store } from '../store/open.ts';
import { StoreRefusal } from '../store/refusal.ts';
import type { Database } from '../store/schema.ts';
import { createSecretRepository } from '../store/secrets.ts';
import { formerFile, keysAtHand, newMasterKey, nextFile, promoteNextKey, writeMasterKey, type KeyAtHand, type MasterKeySource } from './masterKey.ts';
import { keyIdOf, proofOf, provenBy, seal, unseal } from './sealing.ts';

/** Whose secrets: a record's name such as `server:ID`, and the server they go away with. */
export interface SecretOwner {
  record: string;
  serverId: string | null;
}

/** Keeps secrets sealed in the store. The texts go in and out here alone; nobody keeps them longer than they are needed. */
export interface Vault {
  /** Replaces all secrets of a record, inside the caller's transaction. */
  put(tx: Kysely<Database>, owner: SecretOwner, fields: Readonly<Record<string, string>>): Promise<void>;
  /** The secrets of a record by field; rejects with `vault_locked` when they were sealed with a key that is not at hand. */
  get(record: string): Promise<Record<string, string>>;
}

/** The key of the store among those at hand; undefined when none of them is it. */
export const findKey = (source: MasterKeySource, proof: Buffer): KeyAtHand | undefined =>
  keysAtHand(source).find(({ key }) => provenBy(key, proof));

const place = (source: MasterKeySource): string => ('file' in source ? source.file : 'in the configuration');

/** Says which key is missed; thrown before anything is written. */
export function refuseKey(source: MasterKeySource, keyId: string): StoreRefusal {
  const state = keysAtHand(source).length === 0 ? 'is missing' : 'is not the one the stored credentials are sealed with';
  // A rekey leaves the key of before: a database that was brought back from a dump of then needs that one.
  const kept = 'file' in source ? formerFile(source.file, keyId) : '';
  const advice = existsSync(kept)
    ? `The key of that id is in ${kept}: copy it to ${place(source)}, and keep the present one under another name.`
    : 'Put the right key back, from the place where you keep its copy; without it the credentials can not be read by anyone.';
  return new StoreRefusal(`The master key ${place(source)} ${state} (key id ${keyId}). Nothing was changed. ${advice}`);
}

/** For `openStore`: refuses a database whose secrets this key does not open, before anything is written to it. */
export const inspectMasterKey =
  (source: MasterKeySource) =>
  async (db: Kysely<Database>): Promise<void> => {
    const current = (await tableNames(db)).has('vault_keys') ? await createSecretRepository(db).currentKey() : undefined;
    if (current !== undefined && findKey(source, current.proof) === undefined) {
      throw refuseKey(source, current.id);
    }
  };

/** The key at hand on a first start, made and written when there is none. */
function firstKey(source: MasterKeySource): Buffer {
  const [present] = keysAtHand(source);
  if (present !== undefined) {
    return present.key;
  }
  const key = newMasterKey();
  writeMasterKey((source as { file: string }).file, key, { fresh: true });
  return key;
}

/** A rekey committed and was cut before its key took the place of the former one: that is done now. */
function finishRekey(source: MasterKeySource, found: KeyAtHand): void {
  if ('file' in source && found.file === nextFile(source.file)) {
    const former = keysAtHand(source).find(({ file }) => file === source.file);
    promoteNextKey(source.file, former && { id: keyIdOf(former.key), key: former.key });
  }
}

function opened(key: Buffer, record: string, field: string, sealed: Buffer): string {
  try {
    return unseal(key, record, field, sealed);
  } catch (error) {
    throw new Failure('unprocessable', { message: `The stored ${field} of ${record} is damaged; enter it again.`, cause: error });
  }
}

/** Opens the vault of a store; on a first start the master key is made. Rejects with a `StoreRefusal` for a wrong or lost key. */
export async function openVault({ store, source, clock }: { store: Store; source: MasterKeySource; clock: Clock }): Promise<Vault> {
  let held = await store.exclusively(async (tx) => {
    const secrets = createSecretRepository(tx);
    const current = await secrets.currentKey();
    if (current === undefined) {
      const key = firstKey(source);
      await secrets.addKey({ id: keyIdOf(key), proof: proofOf(key), createdAt: clock.now() });
      return { id: keyIdOf(key), key };
    }
    const found = findKey(source, current.proof);
    if (found === undefined) {
      throw refuseKey(source, current.id);
    }
    finishRekey(source, found);
    return { id: current.id, key: found.key };
  });

  /** The key that seals now: after a rekey by another process it is read again from its file. */
  async function currentKey(db: Kysely<Database>): Promise<typeof held> {
    const current = await createSecretRepository(db).currentKey();
    if (current !== undefined && current.id !== held.id) {
      const found = findKey(source, current.proof);
      if (found === undefined) {
        throw new Failure('vault_locked');
      }
      held = { id: current.id, key: found.key };
    }
    return held;
  }

  return {
    async put(tx, { record, serverId }, fields) {
      const { id: keyId, key } = await currentKey(tx);
      const secrets = createSecretRepository(tx);
      await secrets.remove(record);
      for (const [field, text] of Object.entries(fields)) {
        await secrets.put({ record, field, serverId, keyId, sealed: seal(key, record, field, text) });
      }
    },
    async get(record) {
      // A rekey may come between reading the rows and the key: then both are read once more.
      for (const last of [false, true]) {
        const rows = await createSecretRepository(store.db).of(record);
        const { id, key } = rows.every((row) => row.keyId === held.id) ? held : await currentKey(store.db);
        if (rows.every((row) => row.keyId === id)) {
          return Object.fromEntries(rows.map(({ field, sealed }) => [field, opened(key, record, field, sealed)]));
        }
        if (last) {
          break;
        }
      }
      throw new Failure('vault_locked');
    },
  };
}

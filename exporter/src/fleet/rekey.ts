import type { Actor } from '../actor.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/open.ts';
import { StoreRefusal } from '../store/refusal.ts';
import { createSecretRepository, type SealedSecret } from '../store/secrets.ts';
import { createAudit, system } from './audit.ts';
import { formerFile, newMasterKey, nextFile, promoteNextKey, writeMasterKey, type MasterKeySource } from './masterKey.ts';
import { keyIdOf, proofOf, seal, unseal } from './sealing.ts';
import { findKey, refuseKey } from './vault.ts';

export interface RekeyOptions {
  store: Store;
  source: MasterKeySource;
  clock: Clock;
  /** Made anew unless given. */
  newKey?: Buffer;
  /** Who asks, for the audit log. */
  actor?: Actor;
}

export interface RekeyReport {
  /** How many secrets were sealed anew. */
  secrets: number;
  keyId: string;
  formerKeyId: string;
  /** Where the former key was put, for backups that were made with it. */
  formerKeyFile: string | undefined;
}

function resealed(former: Buffer, key: Buffer, { record, field, sealed }: SealedSecret): Buffer {
  try {
    return seal(key, record, field, unseal(former, record, field, sealed));
  } catch (error) {
    throw new StoreRefusal(`The stored ${field} of ${record} is damaged. Nothing was changed; enter it again, then rekey.`, { cause: error });
  }
}

/**
 * Seals every secret with a new master key, all in one transaction; a service that runs takes the new key from its file.
 * The new key is on the disk before the transaction commits, so a crash at any moment leaves a pair that opens.
 * A key from the configuration can not be replaced there: then `newKey` is needed, and the caller says where to put it.
 */
export async function rekey(given: RekeyOptions): Promise<RekeyReport> {
  const { store, source, clock } = given;
  if (given.newKey === undefined && !('file' in source)) {
    throw new StoreRefusal('The master key is in the configuration: give the new one too, and put it there afterwards.');
  }
  const key = given.newKey ?? newMasterKey();
  const keyId = keyIdOf(key);
  const done = await store.exclusively(async (tx) => {
    const secrets = createSecretRepository(tx);
    const current = await secrets.currentKey();
    const former = current && findKey(source, current.proof);
    if (current === undefined || former === undefined) {
      throw current === undefined ? new StoreRefusal('There is no master key yet: start the service once.') : refuseKey(source, current.id);
    }
    if (current.id === keyId) {
      throw new StoreRefusal('The new master key is the present one. Nothing was changed.');
    }
    if ('file' in source) {
      writeMasterKey(nextFile(source.file), key, { fresh: false });
    }
    await secrets.addKey({ id: keyId, proof: proofOf(key), createdAt: clock.now() });
    const all = await secrets.all();
    for (const secret of all) {
      await secrets.put({ ...secret, keyId, sealed: resealed(former.key, key, secret) });
    }
    await secrets.removeKey(current.id);
    const details = { keyId, formerKeyId: current.id, secrets: all.length };
    await createAudit({ store, clock }).record(tx, given.actor ?? system, { action: 'vault.rekey', details });
    return { secrets: all.length, formerKeyId: current.id, formerKey: former.key };
  });
  if ('file' in source) {
    promoteNextKey(source.file, { id: done.formerKeyId, key: done.formerKey });
  }
  return { secrets: done.secrets, formerKeyId: done.formerKeyId, keyId, formerKeyFile: 'file' in source ? formerFile(source.file, done.formerKeyId) : undefined };
}

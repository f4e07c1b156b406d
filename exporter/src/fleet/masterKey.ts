import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { StoreRefusal } from '../store/refusal.ts';
import { readSecretFile, syncFolderOf, writeSecretFile } from './secretFile.ts';

/** Where the master key comes from: the configuration itself (32 bytes, base64), or a file that is made on first start. */
export type MasterKeySource = { value: string } | { file: string };

const keyBytes = 32;
export const newMasterKey = (): Buffer => randomBytes(keyBytes);

/** The file a rekey writes before it commits; it takes the place of the key's file afterwards. */
export const nextFile = (file: string): string => `${file}.new`;
/** Where the key before stays, for backups that were made with it. */
export const formerFile = (file: string, keyId: string): string => `${file}.${keyId}`;

export function parseMasterKey(text: string, name: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes || !/^[A-Za-z0-9+/]{43}=?$/.test(text.trim())) {
    throw new StoreRefusal(`${name} does not hold 32 bytes in base64, such as \`openssl rand -base64 32\` prints.`);
  }
  return key;
}

/** A key at hand, and the file it lies in. */
export interface KeyAtHand {
  key: Buffer;
  file: string | undefined;
}

/** The keys at hand, the likeliest first: one given, or those in the file and in what a rekey left beside it. */
export function keysAtHand(source: MasterKeySource): KeyAtHand[] {
  if ('value' in source) {
    return [{ key: parseMasterKey(source.value, 'The master key'), file: undefined }];
  }
  return [source.file, nextFile(source.file)].flatMap((file) => {
    const text = readSecretFile(file);
    return text === undefined ? [] : [{ key: parseMasterKey(text, `The master key file ${file}`), file }];
  });
}

export const writeMasterKey = (file: string, key: Buffer, options: { fresh: boolean }): void =>
  writeSecretFile(file, key.toString('base64'), options);

/**
 * Puts the new key in the place of the former one, which stays beside it under its id.
 * Done already, by a service that started in between, is as good.
 */
export function promoteNextKey(file: string, former: { id: string; key: Buffer } | undefined): void {
  if (former !== undefined) {
    writeMasterKey(formerFile(file, former.id), former.key, { fresh: false });
  }
  if (existsSync(nextFile(file))) {
    renameSync(nextFile(file), file);
    syncFolderOf(file);
  }
}

import { StoreRefusal } from '../store/refusal.ts';
import { readSecretFile, writeSecretFile } from './secretFile.ts';
import { newToken } from './tokens.ts';

/** The admin token in its file, made on first start for the owner alone to read. */
export function loadAdminToken(file: string): { token: string; created: boolean } {
  const present = readSecretFile(file);
  if (present !== undefined) {
    if (!/^[!-~]{8,512}$/.test(present)) {
      throw new StoreRefusal(`${file} does not hold a token: at least 8 printable characters without spaces.`);
    }
    return { token: present, created: false };
  }
  const token = newToken();
  writeSecretFile(file, token, { fresh: true });
  return { token, created: true };
}

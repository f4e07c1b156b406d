import { StoreRefusal } from '../../store/refusal.ts';
import { readSecretFile, writeSecretFile } from '../secretFile.ts';
import { newToken } from '../tokens.ts';

/** The secret that Grafana signs its webhook with, in its file; made on first start for the owner alone to read. */
export function loadWebhookSecret(file: string): string {
  const present = readSecretFile(file);
  if (present === undefined) {
    const secret = newToken();
    writeSecretFile(file, secret, { fresh: true });
    return secret;
  }
  if (!/^[!-~]{8,512}$/.test(present)) {
    throw new StoreRefusal(`${file} does not hold a secret: at least 8 printable characters without spaces.`);
  }
  return present;
}

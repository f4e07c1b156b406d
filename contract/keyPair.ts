import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Fingerprint } from './hostKey.ts';

export const KeyPairCreate = z
  .strictObject({
    type: z.enum(['ed25519', 'ecdsa', 'rsa']).default('ed25519').describe('rsa is 4096 bits, ecdsa is nistp256'),
    comment: z.string().max(128).regex(/^[^\u0000-\u001f\u007f-\u009f]*$/u, 'no control characters').default('shellwatch'),
    passphrase: z.string().min(1).max(1024).optional().describe('Encrypts the private key'),
  })
  .default({ type: 'ed25519', comment: 'shellwatch' })
  .meta({ id: 'KeyPairCreate' });
export type KeyPairCreate = z.infer<typeof KeyPairCreate>;

export const KeyPair = z
  .object({
    publicKey: z.string().describe('The line for ~/.ssh/authorized_keys on the server'),
    privateKey: z.string().describe('In OpenSSH form. It is made for this reply and kept nowhere'),
    fingerprint: Fingerprint,
  })
  .meta({ id: 'KeyPair' });
export type KeyPair = z.infer<typeof KeyPair>;

export const keyPairEndpoints = {
  createKeyPair: endpoint({ method: 'POST', path: '/keys', role: 'admin', tag: 'servers', summary: 'Make a new key pair to log in with', body: KeyPairCreate, reply: KeyPair }),
};

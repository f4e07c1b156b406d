import type { FieldError } from '../../../contract/errors.ts';
import type { Auth } from '../../../contract/server.ts';
import { Failure } from '../errors.ts';
import { readCertificate } from '../ssh/certificate.ts';
import { readPrivateKey } from '../ssh/privateKey.ts';
import { SshFailure, type Credential } from '../ssh/session.ts';
import type { ServerAuth } from '../store/servers.ts';

/** A credential taken in: what may be shown, and what is sealed. */
export interface TakenCredential {
  auth: ServerAuth;
  secrets: Record<string, string>;
}

/** What the ssh room says of an unusable credential, as the fault of one field. */
async function read<T>(field: 'privateKey' | 'certificate', work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SshFailure)) {
      throw error;
    }
    const named = field === 'privateKey' && error.detail.includes('passphrase') ? 'passphrase' : field;
    const details: FieldError[] = [{ field: `auth.${named}`, message: error.detail }];
    throw new Failure('unprocessable', { message: `The credential can not be used: ${error.detail}.`, details });
  }
}

/** Looks at a credential before it is kept, so that a wrong passphrase or format is told to who enters it. */
export async function takeCredential(auth: Auth, now: number): Promise<TakenCredential> {
  const plain: ServerAuth = { type: auth.type, socket: null, publicKey: null, passphraseSet: false, certificateSet: false };
  switch (auth.type) {
    case 'agent':
      return { auth: { ...plain, socket: auth.socket ?? null }, secrets: {} };
    case 'password':
    case 'keyboard-interactive':
      return { auth: plain, secrets: { password: auth.password } };
    case 'key': {
      const { privateKey, passphrase, certificate } = auth;
      const key = await read('privateKey', () => readPrivateKey(privateKey, passphrase));
      if (certificate !== undefined) {
        await read('certificate', () => readCertificate(certificate, key, now));
      }
      const publicKey = `${key.type} ${key.getPublicSSH().toString('base64')}`;
      return {
        auth: { ...plain, publicKey, passphraseSet: passphrase !== undefined, certificateSet: certificate !== undefined },
        secrets: { privateKey, ...(passphrase === undefined ? {} : { passphrase }), ...(certificate === undefined ? {} : { certificate }) },
      };
    }
  }
}

/** A kept credential as a login needs it. */
export function credentialOf(auth: ServerAuth, secrets: Readonly<Record<string, string>>): Credential {
  switch (auth.type) {
    case 'agent':
      return { type: 'agent', socket: auth.socket ?? undefined };
    case 'key':
      return { type: 'key', privateKey: secrets['privateKey'] ?? '', passphrase: secrets['passphrase'], certificate: secrets['certificate'] };
    default:
      return { type: auth.type, password: secrets['password'] ?? '' };
  }
}

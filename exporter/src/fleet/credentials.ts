import ssh2 from 'ssh2';
import type { FieldError } from '../../../contract/errors.ts';
import type { Auth } from '../../../contract/server.ts';
import { Failure } from '../errors.ts';
import type { Credential } from '../ssh/session.ts';
import type { ServerAuth } from '../store/servers.ts';
import { certifies } from './certificate.ts';

/** A credential taken in: what may be shown, and what is sealed. */
export interface TakenCredential {
  auth: ServerAuth;
  secrets: Record<string, string>;
}

function refuse(field: string, message: string): Failure {
  const details: FieldError[] = [{ field, message }];
  return new Failure('unprocessable', { message: `The credential can not be used: ${message}.`, details });
}

/** ssh2 tells what is wrong with a key in sentences alone. */
const aboutPassphrase = /passphrase|bad decrypt|integrity check failed|malformed OpenSSH private key|unable to decrypt/i;

function parsePrivateKey(privateKey: string, passphrase: string | undefined): ssh2.ParsedKey {
  const parsed = ssh2.utils.parseKey(privateKey, passphrase) as ssh2.ParsedKey | ssh2.ParsedKey[] | Error;
  if (parsed instanceof Error) {
    if (aboutPassphrase.test(parsed.message)) {
      throw refuse('auth.passphrase', passphrase === undefined ? 'the private key is encrypted, so its passphrase is needed' : 'the passphrase does not open the private key');
    }
    throw refuse('auth.privateKey', 'not a private key in OpenSSH, PEM or PuTTY form');
  }
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || !key.isPrivateKey()) {
    throw refuse('auth.privateKey', 'this is a public key; the private one is needed');
  }
  return key;
}

/** Looks at a credential before it is kept, so that a wrong passphrase or format is told to who enters it. */
export function takeCredential(auth: Auth): TakenCredential {
  const plain: ServerAuth = { type: auth.type, socket: null, publicKey: null, passphraseSet: false, certificateSet: false };
  switch (auth.type) {
    case 'agent':
      return { auth: { ...plain, socket: auth.socket ?? null }, secrets: {} };
    case 'password':
    case 'keyboard-interactive':
      return { auth: plain, secrets: { password: auth.password } };
    case 'key': {
      const { privateKey, passphrase, certificate } = auth;
      const key = parsePrivateKey(privateKey, passphrase);
      const blob = key.getPublicSSH();
      if (certificate !== undefined && !certifies(certificate, blob)) {
        throw refuse('auth.certificate', 'not an OpenSSH user certificate of this key');
      }
      return {
        auth: { ...plain, publicKey: `${key.type} ${blob.toString('base64')}`, passphraseSet: passphrase !== undefined, certificateSet: certificate !== undefined },
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

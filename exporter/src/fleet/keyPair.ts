import type { KeyPair, KeyPairCreate } from '../../../contract/keyPair.ts';
import { generateKeyPair } from '../ssh/keyPair.ts';

/** A new key pair in OpenSSH's form. Nothing of it is kept. */
export const createKeyPair = (wanted: KeyPairCreate): Promise<KeyPair> => generateKeyPair(wanted);

import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';
import type { HostKey } from './session.ts';

/** Signature algorithms of a key type: an RSA key signs with any of three (RFC 8332), best first. */
const signatures: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

/**
 * What the client offers. aes128-gcm first: it is the cheapest on both ends where the processor knows AES.
 * Host key algorithms begin with those of pinned keys: the server picks the first it has, and a server with several
 * keys must not look changed because it showed another one than the pinned.
 */
export function algorithms(pinned: readonly HostKey[]): Algorithms {
  const types = new Set([...pinned.map((key) => key.type), ...Object.keys(signatures)]);
  return {
    cipher: [
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'aes128-ctr',
      'aes192-ctr',
      'aes256-ctr',
      'chacha20-poly1305@openssh.com',
    ],
    serverHostKey: [...types].flatMap((type) => signatures[type] ?? []),
    compress: ['none'],
  };
}

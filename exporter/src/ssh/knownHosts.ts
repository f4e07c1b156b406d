import { createHmac } from 'node:crypto';
import { fingerprint } from './fingerprint.ts';
import type { HostKey } from './session.ts';
import { readString } from './wire.ts';

/** One line of a known_hosts file: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export interface KnownHost {
  /** Line number, from 1. */
  line: number;
  /** `revoked`: never trust this key; `cert-authority`: a key that signs host certificates, which are not used here. */
  marker: 'none' | 'revoked' | 'cert-authority';
  /** Names and patterns, or one hashed name. */
  names: string;
  key: HostKey;
}

export interface KnownHostProblem {
  line: number;
  message: string;
}

const markers = { '@revoked': 'revoked', '@cert-authority': 'cert-authority' } as const;

/** Reads the text of a known_hosts file; lines that are none are told, not guessed. */
export function parseKnownHosts(text: string): { hosts: KnownHost[]; problems: KnownHostProblem[] } {
  const hosts: KnownHost[] = [];
  const problems: KnownHostProblem[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = index + 1;
    const words = raw.trim().split(/\s+/);
    const first = words[0] ?? '';
    if (first === '' || first.startsWith('#')) {
      return;
    }
    const marker = markers[first as keyof typeof markers];
    if (first.startsWith('@') && marker === undefined) {
      problems.push({ line, message: `${first} is not a marker; known are @revoked and @cert-authority` });
      return;
    }
    const [names, type, base64] = marker === undefined ? words : words.slice(1);
    const key = names === undefined ? undefined : readKey(type, base64);
    if (names === undefined || key === undefined) {
      problems.push({ line, message: 'names, a key type and a public key in base64 are expected' });
    } else {
      hosts.push({ line, marker: marker ?? 'none', names, key });
    }
  });
  return { hosts, problems };
}

function readKey(type: string | undefined, base64: string | undefined): HostKey | undefined {
  const blob = Buffer.from(base64 ?? '', 'base64');
  try {
    const inner = readString(blob, 0).value.toString('latin1');
    return inner === type ? { type, fingerprint: fingerprint(blob), key: blob.toString('base64') } : undefined;
  } catch {
    return undefined;
  }
}

/** A server's name in known_hosts: bare at the usual port, else `[host]:port`. */
export const knownHostName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

export const knownHostLine = (host: string, port: number, key: HostKey): string =>
  `${knownHostName(host, port)} ${key.type} ${key.key}`;

/** Whether a line is about a server. */
export function namesHost(known: KnownHost, host: string, port: number): boolean {
  const name = knownHostName(host, port);
  if (known.names.startsWith('|')) {
    // |1|salt|hash, both in base64: HMAC-SHA1 of the name.
    const [, version, salt = '', hash = ''] = known.names.split('|');
    return version === '1' && createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
  }
  const patterns = known.names.toLowerCase().split(',');
  const match = (pattern: string): boolean => wildcard(pattern).test(name);
  return (
    patterns.some((one) => !one.startsWith('!') && match(one)) &&
    !patterns.some((one) => one.startsWith('!') && match(one.slice(1)))
  );
}

/** `*` stands for any characters, `?` for one: ssh_config(5), PATTERNS. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, (char) =>
    char === '*' ? '.*' : char === '?' ? '.' : `\\${char}`
  );
  return new RegExp(`^${source}$`);
}

/** What the file says of a server: keys to trust, and keys never to trust. */
export function knownKeys(
  hosts: readonly KnownHost[],
  host: string,
  port: number
): { pinned: HostKey[]; revoked: HostKey[] } {
  const about = hosts.filter((known) => namesHost(known, host, port));
  const keysOf = (marker: KnownHost['marker']): HostKey[] =>
    about.filter((known) => known.marker === marker).map((known) => known.key);
  return { pinned: keysOf('none'), revoked: keysOf('revoked') };
}

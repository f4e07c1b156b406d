import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SshKeyPair {
  privateKey: string;
  /** As a line of authorized_keys. */
  publicKey: string;
}

export interface SshKeyOptions {
  type?: 'ed25519' | 'rsa' | 'ecdsa';
  passphrase?: string;
  comment?: string;
  /** PEM instead of OpenSSH's own format. */
  pem?: boolean;
}

/** A key pair made by the real ssh-keygen. */
export function makeSshKey(options: SshKeyOptions = {}): SshKeyPair {
  return inFolder((folder) => {
    const file = path.join(folder, 'key');
    const bits = options.type === 'rsa' ? ['-b', '2048'] : [];
    execFileSync('ssh-keygen', [
      ...['-q', '-t', options.type ?? 'ed25519', ...bits, '-f', file],
      ...['-N', options.passphrase ?? '', '-C', options.comment ?? 'test', ...(options.pem ? ['-m', 'PEM'] : [])],
    ]);
    return { privateKey: readFileSync(file, 'utf8'), publicKey: readFileSync(`${file}.pub`, 'utf8').trim() };
  });
}

/** An OpenSSH user certificate over `publicKey`, signed by `authority`, as ssh-keygen -s writes it. */
export function signUserCertificate(authority: SshKeyPair, publicKey: string, principal: string): string {
  return inFolder((folder) => {
    const [ca, key] = [path.join(folder, 'ca'), path.join(folder, 'key.pub')];
    writeFileSync(ca, authority.privateKey, { mode: 0o600 });
    writeFileSync(key, `${publicKey}\n`);
    execFileSync('ssh-keygen', ['-q', '-s', ca, '-I', 'test', '-n', principal, '-V', '-5m:+1h', key]);
    return readFileSync(path.join(folder, 'key-cert.pub'), 'utf8').trim();
  });
}

/** SHA256 fingerprint in the words of the real ssh-keygen -lf. */
export function keygenFingerprint(publicKey: string): string {
  const out = execFileSync('ssh-keygen', ['-lf', '-'], { input: `${publicKey}\n`, encoding: 'utf8' });
  return out.split(' ')[1] ?? '';
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-key-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

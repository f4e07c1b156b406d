import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ApiError } from '../../../contract/client.ts';
import type { Auth } from '../../../contract/server.ts';
import { UsageError, type Shell } from './shell.ts';

export interface AuthOptions {
  key?: string;
  certificate?: string;
  passphraseFile?: string;
  password?: boolean;
  passwordFile?: string;
  keyboardInteractive?: boolean;
  agent?: string | true;
}

/** Every process of a machine can read the arguments of others, so no flag takes a secret itself. */
export const authFlags = (command: Command): Command =>
  command
    .option('--key <file>', 'log in with this private key (- reads standard input)')
    .option('--certificate <file>', "OpenSSH user certificate that belongs to the key")
    .option('--passphrase-file <file>', 'file with the passphrase of the key; asked for where it is needed')
    .option('--password', 'log in with a password, asked for or read from standard input')
    .option('--password-file <file>', 'log in with the password in this file')
    .option('--keyboard-interactive', 'give the password as the answer to every hidden prompt')
    .option('--agent [socket]', "log in with the keys of an SSH agent; the exporter's unless told");

async function fileText(shell: Shell, file: string): Promise<string> {
  try {
    return file === '-' ? await shell.stdin() : readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can not be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? '';

async function password(shell: Shell, file: string | undefined): Promise<string> {
  if (file !== undefined) {
    return firstLine(await fileText(shell, file));
  }
  return shell.interactive ? shell.ask('Password: ', { hidden: true }) : firstLine(await shell.stdin());
}

/** The credential that the flags name; undefined when there is none among them. */
export async function authOf(shell: Shell, options: AuthOptions): Promise<Auth | undefined> {
  const { key, certificate, passphraseFile, agent } = options;
  const byPassword = options.password === true || options.passwordFile !== undefined || options.keyboardInteractive === true;
  if ([key !== undefined, byPassword, agent !== undefined].filter(Boolean).length > 1) {
    throw new UsageError('Name one way to log in: --key, --password, --keyboard-interactive or --agent.');
  }
  if (key !== undefined) {
    return {
      type: 'key',
      privateKey: await fileText(shell, key),
      ...(certificate === undefined ? {} : { certificate: await fileText(shell, certificate) }),
      ...(passphraseFile === undefined ? {} : { passphrase: firstLine(await fileText(shell, passphraseFile)) }),
    };
  }
  if (byPassword) {
    return { type: options.keyboardInteractive === true ? 'keyboard-interactive' : 'password', password: await password(shell, options.passwordFile) };
  }
  return agent === undefined ? undefined : { type: 'agent', ...(agent === true ? {} : { socket: agent }) };
}

const wantsPassphrase = (error: unknown): boolean =>
  error instanceof ApiError && Array.isArray(error.details) && error.details.some((detail: { field?: unknown } | null) => detail?.field === 'auth.passphrase');

/** Sends a credential; when its key turns out to be encrypted, asks for the passphrase and sends it once more. */
export async function withPassphrase<T>(shell: Shell, auth: Auth | undefined, send: (auth: Auth | undefined) => Promise<T>): Promise<T> {
  try {
    return await send(auth);
  } catch (error) {
    if (auth?.type !== 'key' || auth.passphrase !== undefined || !shell.interactive || !wantsPassphrase(error)) {
      throw error;
    }
    return send({ ...auth, passphrase: await shell.ask('Passphrase of the key: ', { hidden: true }) });
  }
}

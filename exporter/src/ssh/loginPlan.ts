import { stat } from 'node:fs/promises';
import ssh2, { type BaseAgent, type ParsedKey } from 'ssh2';
import type { Clock } from '../clock.ts';
import { readCertificate, type UserCertificate } from './certificate.ts';
import { readPrivateKey } from './privateKey.ts';
import { SshFailure, type Credential } from './session.ts';

/** A credential made ready: everything that can fail without the server has been tried. */
export type LoginPlan =
  | { method: 'key'; key: ParsedKey }
  | { method: 'certificate'; key: ParsedKey; certificate: UserCertificate }
  | { method: 'password'; password: string; prefer: 'password' | 'keyboard-interactive' }
  | { method: 'agent'; agent: BaseAgent };

/** Rejects with reason `credential`, before anybody connects anywhere. */
export async function planLogin(
  credential: Credential,
  agentSocket: string | undefined,
  clock: Clock
): Promise<LoginPlan> {
  switch (credential.type) {
    case 'key': {
      const key = await readPrivateKey(credential.privateKey, credential.passphrase);
      return credential.certificate === undefined
        ? { method: 'key', key }
        : { method: 'certificate', key, certificate: readCertificate(credential.certificate, key, clock.now()) };
    }
    case 'password':
    case 'keyboard-interactive':
      return { method: 'password', password: credential.password, prefer: credential.type };
    case 'agent':
      return { method: 'agent', agent: await openAgent(credential.socket ?? agentSocket) };
  }
}

async function openAgent(socket: string | undefined): Promise<BaseAgent> {
  if (socket === undefined || socket === '') {
    throw new SshFailure(
      'credential',
      'there is no SSH agent: neither the credential nor SSH_AUTH_SOCK names a socket'
    );
  }
  const found = await stat(socket).catch(() => undefined);
  if (!found?.isSocket()) {
    throw new SshFailure('credential', `there is no SSH agent at ${socket}`);
  }
  const agent = ssh2.createAgent(socket);
  const keys = await new Promise<number>((resolve, reject) => {
    agent.getIdentities((error, identities) =>
      error
        ? reject(new SshFailure('credential', `the SSH agent at ${socket} does not answer: ${error.message}`))
        : resolve(identities?.length ?? 0)
    );
  });
  if (keys === 0) {
    throw new SshFailure('credential', `the SSH agent at ${socket} holds no key; add one with ssh-add`);
  }
  return agent;
}

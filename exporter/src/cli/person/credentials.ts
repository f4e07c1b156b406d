import { readFile } from 'node:fs/promises';
import type { PersonHost } from '../../ssh/opensshConfig.ts';
import { readPrivateKey } from '../../ssh/privateKey.ts';
import type { Credential } from '../../ssh/session.ts';
import type { Shell } from '../shell.ts';

/** One way to log in, asked for only when its turn comes: a passphrase or password is then typed. */
export interface CredentialOffer {
  what: string;
  credential: () => Promise<Credential>;
}

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

async function withPassphrase(
  file: string,
  privateKey: string,
  certificate: string | undefined,
  shell: Shell
): Promise<Credential> {
  const key: Credential = { type: 'key', privateKey, ...(certificate === undefined ? {} : { certificate }) };
  const locked = await readPrivateKey(privateKey).then(
    () => false,
    (error: Error) => /passphrase/i.test(error.message)
  );
  return locked ? { ...key, passphrase: await shell.ask(`Passphrase for ${file}: `, { hidden: true }) } : key;
}

/** What a person's ssh would try, in its order: the agent, the key files, and on a terminal a password. */
export async function credentialOffers(
  host: PersonHost,
  agentSocket: string | undefined,
  shell: Shell
): Promise<CredentialOffer[]> {
  const offers: CredentialOffer[] = [];
  const socket = host.identityAgent ?? agentSocket;
  if (socket !== undefined && socket !== 'none' && !host.identitiesOnly) {
    offers.push({ what: 'the agent', credential: () => Promise.resolve({ type: 'agent', socket }) });
  }
  for (const file of host.identityFiles) {
    const privateKey = await textOf(file);
    if (privateKey !== undefined) {
      const certificate = (await textOf(host.certificateFiles[0] ?? `${file}-cert.pub`)) ?? undefined;
      offers.push({ what: file, credential: () => withPassphrase(file, privateKey, certificate, shell) });
    }
  }
  if (shell.interactive) {
    const credential = async (): Promise<Credential> => ({
      type: 'password',
      password: await shell.ask(`Password of ${host.user}@${host.host}: `, { hidden: true }),
    });
    offers.push({ what: 'a password', credential });
  }
  return offers;
}

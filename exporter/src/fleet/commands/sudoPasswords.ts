import type { SudoPasswordState } from '../../../../contract/sudoPassword.ts';
import type { Actor } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import type { Store } from '../../store/open.ts';
import { createServerRepository } from '../../store/servers.ts';
import type { Audit } from '../audit.ts';
import { credentialRecord } from '../servers.ts';
import type { Vault } from '../vault.ts';

const record = (serverId: string): string => `sudo:${serverId}`;

/** Passwords for sudo: sealed apart from the login's credential, removed with the server. */
export function createSudoPasswords({ store, vault, audit }: { store: Store; vault: Vault; audit: Audit }) {
  async function serverOf(id: string) {
    const server = await createServerRepository(store.db).byId(id);
    if (server === undefined) {
      throw new Failure('server_not_found');
    }
    return server;
  }
  const own = async (id: string): Promise<string | undefined> => (await vault.get(record(id)))['password'];
  const loginPassword = async (id: string): Promise<string | undefined> => (await vault.get(credentialRecord(id)))['password'];
  const state = async (id: string): Promise<SudoPasswordState> => {
    const set = (await own(id)) !== undefined;
    return { set, fallsBack: !set && (await loginPassword(id)) !== undefined };
  };

  return {
    /** The password to answer sudo with; undefined when there is none. */
    of: async (serverId: string): Promise<string | undefined> => (await own(serverId)) ?? loginPassword(serverId),
    async get(id: string): Promise<SudoPasswordState> {
      await serverOf(id);
      return state(id);
    },
    async put(id: string, password: string | null, actor: Actor): Promise<SudoPasswordState> {
      const server = await serverOf(id);
      await store.exclusively(async (tx) => {
        await vault.put(tx, { record: record(id), serverId: id }, password === null ? {} : { password });
        await audit.record(tx, actor, { action: password === null ? 'server.sudo_password.forget' : 'server.sudo_password.set', target: { type: 'server', id, name: server.name } });
      });
      return state(id);
    },
  };
}

export type SudoPasswords = ReturnType<typeof createSudoPasswords>;

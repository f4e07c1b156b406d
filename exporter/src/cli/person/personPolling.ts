import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { systemClock } from '../../clock.ts';
import { createCollectors } from '../../collectors/index.ts';
import type { PolledServer } from '../../poll/directory.ts';
import { createPollBus, type PollBus } from '../../poll/events.ts';
import { ownProcess } from '../../poll/ownProcess.ts';
import { createPolling, type Polling } from '../../poll/polling.ts';
import type { ConnectOptions } from '../../poll/sessions.ts';
import { openSession } from '../../ssh/connect.ts';
import { knownKeys, parseKnownHosts } from '../../ssh/knownHosts.ts';
import type { Person } from '../../ssh/opensshConfig.ts';
import { SshFailure, type Credential, type Session, type SshTarget } from '../../ssh/session.ts';
import type { Shell } from '../shell.ts';
import { chainOf, type PersonServer } from './chain.ts';
import { credentialOffers } from './credentials.ts';

/** The polling room over a person's own way in: no database, their ~/.ssh/config, agent, keys and known_hosts. */
export interface PersonPolling {
  polling: Polling;
  bus: PollBus;
  /** The ids of the destinations, in the order they were named. */
  ids: string[];
}

export const thisPerson = (): Person => ({ name: userInfo().username, home: homedir() });

async function targetOf({ id, host }: PersonServer): Promise<SshTarget> {
  const texts = await Promise.all(host.knownHostsFiles.map((file) => readFile(file, 'utf8').catch(() => '')));
  const { hosts } = parseKnownHosts(texts.join('\n'));
  const { pinned, revoked } = knownKeys(
    hosts,
    host.hostKeyAlias ?? host.host,
    host.hostKeyAlias === undefined ? host.port : 22
  );
  return {
    id,
    name: id,
    host: host.host,
    port: host.port,
    username: host.user,
    // Taken from the offers at each login.
    credential: { type: 'agent' },
    hostKeyPolicy: host.acceptNew ? 'trust-first' : 'strict',
    pinned,
    revoked,
  };
}

/** Logs in with the first offer that is taken, and remembers it: nobody types a password twice. */
function connector(servers: ReadonlyMap<string, PersonServer>, shell: Shell, agentSocket: string | undefined) {
  const good = new Map<string, Credential>();
  return async (target: SshTarget, options: ConnectOptions): Promise<Session> => {
    const open = (credential: Credential) =>
      openSession({ ...target, credential }, { ...options, clock: systemClock, agentSocket });
    const known = good.get(target.id);
    if (known !== undefined) {
      return open(known);
    }
    const server = servers.get(target.id);
    const offers = server === undefined ? [] : await credentialOffers(server.host, agentSocket, shell);
    let last = new SshFailure('credential', 'there is no agent and no key in ~/.ssh that could be tried');
    for (const { what, credential } of offers) {
      try {
        const given = await credential();
        const session = await open(given);
        good.set(target.id, given);
        return session;
      } catch (error) {
        if (!(error instanceof SshFailure) || !['auth_failed', 'credential'].includes(error.reason)) {
          throw error;
        }
        last = new SshFailure(error.reason, `${what}: ${error.detail}`, { cause: error });
      }
    }
    throw last;
  };
}

export async function createPersonPolling(
  destinations: readonly string[],
  { shell, intervalMs, person = thisPerson() }: { shell: Shell; intervalMs: number; person?: Person }
): Promise<PersonPolling> {
  const ids = [...new Set(destinations)];
  const servers = new Map<string, PersonServer>();
  for (const destination of ids) {
    for (const server of await chainOf(destination, person)) {
      servers.set(server.id, server);
    }
  }
  const polled = ({ id, jump }: PersonServer): PolledServer => ({
    id,
    name: id,
    // Jump servers are only gone through, unless they were named too.
    enabled: ids.includes(id),
    intervalMs,
    jump,
    tags: {},
    connectionRevision: 1,
  });
  const bus = createPollBus();
  const polling = createPolling({
    directory: {
      list: () => Promise.resolve([...servers.values()].map(polled)),
      target: async (id) => targetOf(servers.get(id) as PersonServer),
      hostKeySeen: () => Promise.resolve(),
    },
    connect: connector(servers, shell, shell.config.agentSocket),
    collectors: createCollectors(shell.config.collectors),
    additions: [ownProcess(systemClock)],
    bus,
    clock: systemClock,
    logins: 20,
  });
  for (const server of servers.values()) {
    polling.roster.put(polled(server));
  }
  return { polling, bus, ids };
}

import { personHost, type Person, type PersonHost } from '../../ssh/opensshConfig.ts';
import { UsageError } from '../shell.ts';

/** A server a person can reach, and the one it is reached through. */
export interface PersonServer {
  id: string;
  host: PersonHost;
  jump: string | null;
}

const longestChain = 16;

/**
 * A destination with all its jump servers, the destination last. As in ssh(1), each jump server is looked up in the
 * configuration too, and only the first of a list may itself be behind others.
 */
export async function chainOf(destination: string, person: Person, depth = 0): Promise<PersonServer[]> {
  const host = await personHost(destination, person).catch((error: unknown) => {
    throw new UsageError((error as Error).message);
  });
  if (host.proxyCommand !== undefined) {
    throw new UsageError(`${destination}: its ProxyCommand is not run here; ProxyJump is followed.`);
  }
  if (depth > longestChain) {
    throw new UsageError(`${destination}: its jump servers lead in a circle.`);
  }
  const [first, ...others] = host.jumps;
  const before = first === undefined ? [] : await chainOf(first, person, depth + 1);
  for (const name of others) {
    const hop = await personHost(name, person);
    before.push({ id: name, host: hop, jump: before.at(-1)?.id ?? null });
  }
  return [...before, { id: destination, host, jump: before.at(-1)?.id ?? null }];
}

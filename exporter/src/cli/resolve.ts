import type { Client } from '../../../contract/client.ts';
import type { Server } from '../../../contract/server.ts';
import { UsageError } from './shell.ts';

/** The id of a server that a person names by its name or its id. */
export async function serverId(client: Client, name: string): Promise<string> {
  const { servers } = await client.getRealtimeStatus({});
  const found = servers.find((server) => server.name === name) ?? servers.find((server) => server.id === name) ?? servers.find((server) => server.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    throw new UsageError(`No server is named ${name}; \`shellwatch servers list\` shows those there are.`);
  }
  return found.id;
}

export async function serverNamed(client: Client, name: string): Promise<Server> {
  return client.getServer({ params: { id: await serverId(client, name) } });
}

/** The If-Match of a record that was read. */
export const ifMatchOf = ({ revision }: { revision: number }): string => `"${revision}"`;

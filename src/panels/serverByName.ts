import type { Client } from '../../contract/client.ts';
import type { Server } from '../../contract/server.ts';

/** The server of this name or id; undefined when there is none. */
export async function serverByName(client: Client, wanted: string): Promise<Server | undefined> {
  const { items } = await client.listServers({ query: { text: wanted, limit: 1000 } });
  return items.find(({ name, id }) => name === wanted || id === wanted);
}

import type { PolledServer } from './directory.ts';

/** The servers as the polling room knows them now, by id and by name. */
export interface Roster {
  get(id: string): PolledServer | undefined;
  named(name: string): PolledServer | undefined;
  list(): PolledServer[];
  /** Servers that are reached through this one. */
  behind(id: string): PolledServer[];
  put(server: PolledServer): void;
  remove(id: string): void;
}

export function createRoster(): Roster {
  const byId = new Map<string, PolledServer>();
  const byName = new Map<string, PolledServer>();

  const remove = (id: string): void => {
    const server = byId.get(id);
    byId.delete(id);
    if (server !== undefined && byName.get(server.name)?.id === id) {
      byName.delete(server.name);
    }
  };

  return {
    get: (id) => byId.get(id),
    named: (name) => byName.get(name),
    list: () => [...byId.values()],
    behind: (id) => [...byId.values()].filter((server) => server.jump === id),
    put(server) {
      remove(server.id);
      byId.set(server.id, server);
      byName.set(server.name, server);
    },
    remove,
  };
}

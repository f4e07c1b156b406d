import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ServerCreate } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';
import type { Actor } from '../src/actor.ts';
import { createAudit } from '../src/fleet/audit.ts';
import { createDirectory } from '../src/fleet/directory.ts';
import { createFleetBus } from '../src/fleet/events.ts';
import { createHostKeys } from '../src/fleet/hostKeys.ts';
import { createKnownHostsImport } from '../src/fleet/knownHosts.ts';
import { createServers } from '../src/fleet/servers.ts';
import { createTokens } from '../src/fleet/tokens.ts';
import { openVault } from '../src/fleet/vault.ts';
import type { TestDatabase } from './databases.ts';
import { createFakeClock } from './fakeClock.ts';

export const admin: Actor = { name: 'token:admin', role: 'admin', from: '192.0.2.1', kind: 'direct', requestId: 'request-1' };

/** What a person sends to add a server, with a password that is easy to look for. */
export const newServer = (name: string, change: Partial<ServerCreate> = {}): ServerCreate => ({
  name,
  host: '192.0.2.10',
  port: 22,
  username: 'monitor',
  tags: {},
  jump: null,
  interval: null,
  hostKeyPolicy: 'strict',
  enabled: true,
  notes: '',
  auth: { type: 'password', password: 'not shown' },
  ...change,
});

/** The use cases of the fleet over a fresh database, on a clock that stands still. */
export async function createTestFleet(database: TestDatabase) {
  const fresh = await database.create();
  const { store } = fresh;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-fleet-'));
  const source = { file: path.join(folder, 'master-key') };
  const clock = createFakeClock();
  const bus = createFleetBus();
  const events: unknown[] = [];
  bus.on('serverCreated', (event) => events.push(['serverCreated', event]));
  bus.on('serverUpdated', (event) => events.push(['serverUpdated', event]));
  bus.on('serverDeleted', (event) => events.push(['serverDeleted', event]));
  const statuses = new Map<string, ServerStatus>();
  const vault = await openVault({ store, source, clock });
  const audit = createAudit({ store, clock });
  const directory = createDirectory({ store, vault, audit, clock, intervalMs: 15_000 });
  return {
    fresh,
    store,
    source,
    clock,
    bus,
    events,
    statuses,
    vault,
    audit,
    directory,
    servers: createServers({ store, vault, clock, bus, audit, statusOf: (id) => statuses.get(id) }),
    hostKeys: createHostKeys({ store, clock, bus, audit }),
    importKnownHosts: createKnownHostsImport({ store, clock, bus, audit }),
    tokens: createTokens({ store, clock, audit }),
    async remove() {
      await fresh.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type TestFleet = Awaited<ReturnType<typeof createTestFleet>>;

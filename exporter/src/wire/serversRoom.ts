import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { collectAll } from '../collectors/collectAll.ts';
import { createConnectionTests } from '../fleet/connectionTest.ts';
import { createFirstRead } from '../fleet/firstRead.ts';
import { createKnownHostsImport } from '../fleet/knownHosts.ts';
import { createMonitor } from '../fleet/monitor.ts';
import { createServerSessions } from '../fleet/serverSession.ts';
import { auditRoutes, tokenRoutes } from '../http/routes/access.ts';
import { connectionTestRoutes } from '../http/routes/connectionTests.ts';
import { hostKeyRoutes } from '../http/routes/hostKeys.ts';
import { keyPairRoutes } from '../http/routes/keyPairs.ts';
import { serverRoutes, sessionRoutes, statusRoutes } from '../http/routes/servers.ts';
import { createSessionLog } from '../poll/sessionLog.ts';
import { sourcesOf } from '../snapshot/sources.ts';
import { openSession } from '../ssh/connect.ts';
import type { WireRoom } from './room.ts';

/** Servers, how they are, how to get in, and who may. */
export const serversRoom: WireRoom = (core) => {
  const { config, clock, store, audit, servers, hostKeys, tokens, polling, directory, collectors } = core;
  const monitor = createMonitor({ servers, scheduler: polling.scheduler, statuses: polling.statuses, store, audit });
  const tests = createConnectionTests({
    store,
    directory,
    open: openSession,
    jumpSession: (id, signal) => polling.sessions.get(id, signal),
    firstRead: createFirstRead({
      sources: sourcesOf(collectors),
      collect: (snapshot) => collectAll(collectors, snapshot, () => performance.now()).families,
      clock,
      nonce: () => randomBytes(9).toString('hex'),
    }),
    clock,
    agentSocket: config.agentSocket,
  });
  const sessionLog = createSessionLog(core.pollBus, clock);
  core.fleetBus.on('serverDeleted', ({ id }) => sessionLog.forget(id));
  return {
    handlers: {
      ...serverRoutes(servers, monitor),
      ...statusRoutes(monitor),
      ...sessionRoutes(createServerSessions({ servers, sessions: polling.sessions, poller: polling.poller, log: sessionLog })),
      ...connectionTestRoutes(tests),
      ...hostKeyRoutes(hostKeys, createKnownHostsImport({ store, clock, bus: core.fleetBus, audit })),
      ...keyPairRoutes(),
      ...tokenRoutes(tokens),
      ...auditRoutes(audit),
    },
  };
};

import type { serverEndpoints } from '../../../../contract/server.ts';
import type { serverSessionEndpoints } from '../../../../contract/serverSession.ts';
import type { statusEndpoints } from '../../../../contract/status.ts';
import type { Monitor } from '../../fleet/monitor.ts';
import type { ServerSessions } from '../../fleet/serverSession.ts';
import type { Servers } from '../../fleet/servers.ts';
import type { Handlers } from '../route.ts';

export const serverRoutes = (servers: Servers, monitor: Monitor): Handlers<typeof serverEndpoints> => ({
  listServers: ({ query }) => servers.list(query),
  createServer: ({ body, actor }) => servers.create(body, actor),
  getServer: ({ params }) => servers.get(params.id),
  replaceServer: ({ params, body, ifMatch, actor }) => servers.replace(params.id, body, ifMatch, actor),
  patchServer: ({ params, body, ifMatch, actor }) => servers.patch(params.id, body, ifMatch, actor),
  deleteServer: ({ params, ifMatch, actor }) => servers.remove(params.id, ifMatch, actor),
  toggleServer: ({ params, actor }) => servers.toggle(params.id, actor),
  startMonitor: ({ params, actor }) => monitor.start(params.id, actor),
  stopMonitor: ({ params, actor }) => monitor.stop(params.id, actor),
});

export const statusRoutes = (monitor: Monitor): Handlers<typeof statusEndpoints> => ({
  getRealtimeStatus: () => monitor.fleet(),
  getServerStatus: ({ params }) => monitor.status(params.id),
});

export const sessionRoutes = (sessions: ServerSessions): Handlers<typeof serverSessionEndpoints> => ({
  getServerSession: ({ params }) => sessions.get(params.id),
});

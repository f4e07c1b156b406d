import type { logEndpoints } from '../../../../contract/logs.ts';
import type { logSourceEndpoints } from '../../../../contract/logSource.ts';
import type { LogRoom } from '../../fleet/logs/logRoom.ts';
import type { Handlers } from '../route.ts';

export const logSourceHandlers = ({ sources }: LogRoom): Handlers<typeof logSourceEndpoints> => ({
  listLogSources: ({ query }) => sources.list(query),
  createLogSource: ({ body, actor }) => sources.create(body, actor),
  getLogSource: ({ params }) => sources.get(params.id),
  replaceLogSource: ({ params, body, ifMatch, actor }) => sources.replace(params.id, body, ifMatch, actor),
  deleteLogSource: ({ params, ifMatch, actor }) => sources.remove(params.id, ifMatch, actor),
  checkLogSource: ({ params, actor }) => sources.check(params.id, actor),
});

export const logHandlers = ({ reader }: LogRoom): Handlers<typeof logEndpoints> => ({
  recentLogs: ({ params, query, actor, signal }) => reader.recent(params.id, query, actor, signal),
  searchLogs: ({ query, actor, signal }) => reader.search(query, actor, signal),
  analyzeLogs: ({ params, query, actor, signal }) => reader.analyze(params.id, query, actor, signal),
});

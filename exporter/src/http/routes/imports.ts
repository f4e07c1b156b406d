import type { importEndpoints } from '../../../../contract/import.ts';
import type { Imports } from '../../fleet/imports/imports.ts';
import type { Handlers } from '../route.ts';

export const importHandlers = (imports: Imports): Handlers<typeof importEndpoints> => ({
  importServers: ({ body, actor }) => imports.run(body, actor),
  exportServers: ({ query }) => imports.export(query.format),
  bulkServers: ({ body, actor }) => imports.bulk(body, actor),
});

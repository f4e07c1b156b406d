import { z } from 'zod';
import { endpoint, Id } from './endpoint.ts';
import { Auth, ServerCreate, Tags } from './server.ts';
import { ServerSelector } from './selector.ts';

export const ImportFormat = z.enum(['ssh-config', 'ansible-ini', 'ansible-yaml', 'csv', 'json']);

export const ImportInput = z
  .strictObject({
    format: ImportFormat,
    text: z.string().min(1).max(2_000_000),
    auth: Auth.optional().describe('For rows that name no usable credential'),
    tags: Tags.default({}).describe('Added to every row'),
    dryRun: z.boolean().default(true).describe('Only show what would happen'),
    update: z.boolean().default(false).describe('Change servers of the same name; otherwise they are left as they are'),
  })
  .meta({ id: 'ImportInput' });

export const ImportRow = z
  .object({
    row: z.number().int(),
    name: z.string(),
    result: z.enum(['create', 'update', 'same', 'skip', 'error']),
    message: z.string().nullable(),
    server: ServerCreate.omit({ auth: true }).partial().nullable(),
    authType: z.string().nullable(),
    jumpName: z.string().nullable(),
    serverId: Id.nullable(),
  })
  .meta({ id: 'ImportRow' });

export const ImportReport = z
  .object({ dryRun: z.boolean(), rows: z.array(ImportRow), created: z.number().int(), updated: z.number().int(), failed: z.number().int() })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.infer<typeof ImportReport>;

export const BulkServers = z
  .strictObject({
    selector: ServerSelector,
    change: z
      .strictObject({
        enabled: z.boolean().optional(),
        addTags: Tags.optional(),
        removeTags: z.array(z.string().max(64)).max(32).optional(),
        interval: z.string().max(32).nullable().optional(),
        delete: z.literal(true).optional(),
      })
      .refine((change) => Object.keys(change).length > 0, 'name a change')
      .refine((change) => change.delete === undefined || Object.keys(change).length === 1, 'a deletion goes alone')
      .meta({ minProperties: 1, anyOf: [{ maxProperties: 1 }, { properties: { delete: { not: {} } } }] }),
  })
  .meta({ id: 'BulkServers' });
export const BulkServersResult = z
  .object({ results: z.array(z.object({ id: Id, name: z.string(), ok: z.boolean(), code: z.string().nullable(), message: z.string().nullable() })) })
  .meta({ id: 'BulkServersResult' });

export const importEndpoints = {
  importServers: endpoint({ method: 'POST', path: '/servers/import', role: 'admin', tag: 'import', summary: 'Preview or carry out an import; each row has its result', body: ImportInput, reply: ImportReport, maxBody: 2_500_000, errors: ['unprocessable'] }),
  exportServers: endpoint({ method: 'GET', path: '/servers/export', role: 'viewer', tag: 'import', summary: 'Every server without secrets, in a form that can be imported', query: z.object({ format: ImportFormat.default('json') }), reply: z.string(), produces: 'text/plain' }),
  bulkServers: endpoint({ method: 'POST', path: '/servers/bulk', role: 'admin', tag: 'import', summary: 'One change on many servers; each has its own result', body: BulkServers, reply: BulkServersResult, errors: ['unprocessable'] }),
};

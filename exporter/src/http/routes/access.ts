import type { auditEndpoints } from '../../../../contract/audit.ts';
import type { tokenEndpoints } from '../../../../contract/token.ts';
import type { Audit } from '../../fleet/audit.ts';
import type { Tokens } from '../../fleet/tokens.ts';
import type { Handlers } from '../route.ts';

export const tokenRoutes = (tokens: Tokens): Handlers<typeof tokenEndpoints> => ({
  listTokens: ({ query }) => tokens.list(query),
  createToken: ({ body, actor }) => tokens.create(body, actor),
  deleteToken: ({ params, actor }) => tokens.remove(params.id, actor),
  getCaller: ({ actor: { name, role, kind = 'direct' } }) => ({ name, role, kind }),
});

export const auditRoutes = (audit: Audit): Handlers<typeof auditEndpoints> => ({
  listAudit: ({ query }) => audit.list(query),
});

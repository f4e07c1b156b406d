import type { hostKeyEndpoints } from '../../../../contract/hostKey.ts';
import type { HostKeys } from '../../fleet/hostKeys.ts';
import type { ImportKnownHosts } from '../../fleet/knownHosts.ts';
import type { Handlers } from '../route.ts';

export const hostKeyRoutes = (hostKeys: HostKeys, importKnownHosts: ImportKnownHosts): Handlers<typeof hostKeyEndpoints> => ({
  getHostKey: ({ params }) => hostKeys.get(params.id),
  acceptHostKey: ({ params, body, actor }) => hostKeys.accept(params.id, body.fingerprint, actor),
  forgetHostKey: ({ params, query, actor }) => hostKeys.forget(params.id, query.fingerprint, actor),
  importKnownHosts: ({ body, actor }) => importKnownHosts(body, actor),
});

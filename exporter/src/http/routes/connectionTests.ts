import type { connectionTestEndpoints } from '../../../../contract/connectionTest.ts';
import type { ConnectionTests } from '../../fleet/connectionTest.ts';
import type { Handlers } from '../route.ts';

export const connectionTestRoutes = (tests: ConnectionTests): Handlers<typeof connectionTestEndpoints> => ({
  testServer: ({ params, body, signal, tell }) => tests.saved(params.id, body.acceptFingerprint, signal, tell),
  testUnsavedServer: ({ body, signal, tell }) => tests.unsaved(body, signal, tell),
});

import type { connectionTestEndpoints } from '../../../../contract/connectionTest.ts';
import type { ConnectionTests } from '../../fleet/connectionTest.ts';
import type { Handlers } from '../route.ts';

export const connectionTestRoutes = (tests: ConnectionTests): Handlers<typeof connectionTestEndpoints> => ({
  testServer: ({ params, body, signal }) => tests.saved(params.id, body.acceptFingerprint, signal),
  testUnsavedServer: ({ body, signal }) => tests.unsaved(body, signal),
});

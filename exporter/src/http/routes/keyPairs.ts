import type { keyPairEndpoints } from '../../../../contract/keyPair.ts';
import { createKeyPair } from '../../fleet/keyPair.ts';
import type { Handlers } from '../route.ts';

export const keyPairRoutes = (): Handlers<typeof keyPairEndpoints> => ({
  createKeyPair: ({ body }) => createKeyPair(body),
});

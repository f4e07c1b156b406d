import type { Retention, retentionEndpoints } from '../../../../contract/retention.ts';
import type { Handlers } from '../route.ts';

export const retentionRoutes = (items: Retention[]): Handlers<typeof retentionEndpoints> => ({
  listRetention: () => ({ items }),
});

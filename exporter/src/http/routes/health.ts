import { Router } from 'express';
import type { Health, healthEndpoints } from '../../../../contract/health.ts';
import { onlyMethods } from '../methods.ts';
import { sendJson } from '../reply.ts';
import type { Handlers } from '../route.ts';

export type ReadHealth = () => Promise<Health>;

export const healthRoutes = (health: ReadHealth): Handlers<typeof healthEndpoints> => ({
  getHealth: () => health(),
});

/** The same at /health, where load balancers look; without a database it is 503, so that they turn elsewhere. */
export function healthProbe(health: ReadHealth): Router {
  const router = Router();
  router
    .route('/')
    .get(async (request, response) => {
      const state = await health();
      response.setHeader('Cache-Control', 'no-store');
      return sendJson(request, response, state.database === 'ok' ? 200 : 503, state);
    })
    .all(onlyMethods(['GET']));
  return router;
}

import type { metricsEndpoints } from '../../../../contract/metrics.ts';
import type { vitalsEndpoints } from '../../../../contract/vitals.ts';
import type { History } from '../../fleet/history/history.ts';
import type { ServerMetricsView } from '../../fleet/metrics/serverMetrics.ts';
import type { VitalsBoard } from '../../fleet/vitals/board.ts';
import type { Handlers } from '../route.ts';

export const vitalsRoutes = (board: VitalsBoard): Handlers<typeof vitalsEndpoints> => ({
  getFleetVitals: () => board.fleet(),
});

export const metricsRoutes = (metrics: ServerMetricsView, history: History): Handlers<typeof metricsEndpoints> => ({
  getMetrics: ({ params, query }) => metrics.current(params.id, query.family === undefined ? [] : [query.family].flat()),
  listFamilies: ({ params }) => metrics.families(params.id),
  getHistory: async ({ params, query, signal }) => history.range(await metrics.demand(params.id), query, signal),
  getHistoryState: () => history.state(),
});

import type { thresholdEndpoints } from '../../../../contract/threshold.ts';
import type { ThresholdRoom } from '../../fleet/thresholds/thresholdRoom.ts';
import type { Handlers } from '../route.ts';

export const thresholdRoutes = (room: ThresholdRoom): Handlers<typeof thresholdEndpoints> => ({
  listChecks: () => room.checks(),
  listThresholds: ({ query }) => room.thresholds.list(query),
  putThreshold: ({ body, actor }) => room.thresholds.put(body, actor),
  getThreshold: ({ params }) => room.thresholds.get(params.id),
  replaceThreshold: ({ params, body, ifMatch, actor }) => room.thresholds.replace(params.id, body, ifMatch, actor),
  deleteThreshold: ({ params, ifMatch, actor }) => room.thresholds.remove(params.id, ifMatch, actor),
  effectiveThresholds: ({ query }) => room.effective(query.server, query.check),
  previewThreshold: ({ body }) => room.preview(body),
  listAlertConditions: () => room.conditions(),
  createAlertCondition: ({ body, actor }) => room.createCondition(body, actor),
});

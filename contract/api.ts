import { auditEndpoints } from './audit.ts';
import { commandEndpoints } from './command.ts';
import { connectionTestEndpoints } from './connectionTest.ts';
import { grafanaLinkEndpoints } from './grafanaLink.ts';
import { healthEndpoints } from './health.ts';
import { hostKeyEndpoints } from './hostKey.ts';
import { jobEndpoints } from './job.ts';
import { keyPairEndpoints } from './keyPair.ts';
import { contactEndpoints, policyEndpoints, scheduleEndpoints } from './escalation.ts';
import { importEndpoints } from './import.ts';
import { incidentEndpoints } from './incident.ts';
import { maintenanceEndpoints } from './maintenance.ts';
import { sudoPasswordEndpoints } from './sudoPassword.ts';
import { telegramEndpoints } from './telegram.ts';
import { thresholdEndpoints } from './threshold.ts';
import { logEndpoints } from './logs.ts';
import { logSourceEndpoints } from './logSource.ts';
import { metricsEndpoints } from './metrics.ts';
import { retentionEndpoints } from './retention.ts';
import { runEndpoints } from './run.ts';
import { serverEndpoints } from './server.ts';
import { serverSessionEndpoints } from './serverSession.ts';
import { specsEndpoints } from './specs.ts';
import { statusEndpoints } from './status.ts';
import { tokenEndpoints } from './token.ts';
import { vitalsEndpoints } from './vitals.ts';

/** The endpoint table: operation id → row. Routes, client, OpenAPI and docs are made from it. */
export const api = {
  ...serverEndpoints,
  ...sudoPasswordEndpoints,
  ...connectionTestEndpoints,
  ...hostKeyEndpoints,
  ...keyPairEndpoints,
  ...statusEndpoints,
  ...serverSessionEndpoints,
  ...vitalsEndpoints,
  ...metricsEndpoints,
  ...specsEndpoints,
  ...tokenEndpoints,
  ...auditEndpoints,
  ...commandEndpoints,
  ...runEndpoints,
  ...logSourceEndpoints,
  ...logEndpoints,
  ...importEndpoints,
  ...thresholdEndpoints,
  ...incidentEndpoints,
  ...grafanaLinkEndpoints,
  ...contactEndpoints,
  ...policyEndpoints,
  ...scheduleEndpoints,
  ...maintenanceEndpoints,
  ...telegramEndpoints,
  ...jobEndpoints,
  ...healthEndpoints,
  ...retentionEndpoints,
};
export type Api = typeof api;
export type OperationId = keyof Api;

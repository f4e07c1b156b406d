import path from 'node:path';
import { createEscalationRoom } from '../fleet/escalation/escalationRoom.ts';
import { createAlertmanagerApi } from '../fleet/incidents/alertmanagerApi.ts';
import { createGrafanaLink } from '../fleet/incidents/grafanaLink.ts';
import { createIncidentRoom } from '../fleet/incidents/incidentRoom.ts';
import { incidentSource } from '../fleet/incidents/incidentSource.ts';
import { loadWebhookSecret } from '../fleet/incidents/webhookSecret.ts';
import { createSignatureCheck } from '../fleet/incidents/webhookSignature.ts';
import { createThresholdRoom } from '../fleet/thresholds/thresholdRoom.ts';
import { calendarRoutes } from '../http/routes/calendars.ts';
import { contactRoutes, maintenanceRoutes, policyRoutes, scheduleRoutes } from '../http/routes/escalation.ts';
import { hookRoutes } from '../http/routes/hooks.ts';
import { grafanaLinkRoutes, incidentRoutes } from '../http/routes/incidents.ts';
import { thresholdRoutes } from '../http/routes/thresholds.ts';
import { countNotifications } from './countNotifications.ts';
import type { Core } from './core.ts';
import type { WireRoom } from './room.ts';

const configuredLink = ({ config: { grafanaUrl, grafanaToken } }: Core) => (grafanaUrl === undefined || grafanaToken === undefined ? undefined : { url: grafanaUrl, token: grafanaToken.reveal() });

/** Limits and what is measured against them; incidents and who is told. */
export const alertingRoom: WireRoom = (core) => {
  const { config, clock, log, store, vault, audit, fleetBus, polling, board, fleetFamilies, topics, peers } = core;
  const onError = (error: unknown) => log.warn({ err: error }, 'alerting: a part failed');
  const thresholds = createThresholdRoom({ store, clock, audit, board, polling, specsChangedAt: peers.specsChangedAt ?? (() => undefined), logRates: (serverId) => peers.logs?.rates(serverId) ?? [], onError });
  const link = createGrafanaLink({ store, vault, audit, clock, configured: configuredLink(core) });
  const escalation = createEscalationRoom({
    store,
    clock,
    audit,
    vault,
    tagsOf: (serverId) => (serverId === null ? {} : (polling.roster.get(serverId)?.tags ?? {})),
    incidents: async (ids) => new Map((await incidents.shown(ids)).map((incident) => [incident.id, incident])),
    onChange: (change) => void incidents.bus.emit('change', change),
    onOutcome: countNotifications(core.selfMetrics.registry),
    onError,
  });
  const incidents = createIncidentRoom({
    store,
    clock,
    audit,
    link,
    alertmanager: config.alertmanagerUrl === undefined ? undefined : createAlertmanagerApi(config.alertmanagerUrl),
    serverNamed: polling.roster.named,
    neighbours: escalation.neighbours,
    reopenMs: config.incidentReopen,
    retentionMs: config.incidentRetention,
    compareMs: config.grafanaCompare,
    onError,
  });
  const secret = config.webhookSecret?.reveal() ?? loadWebhookSecret(path.join(config.dataDir, 'webhook-secret'));
  Object.assign(peers, { incidents, escalation });
  fleetFamilies.push(thresholds.families);
  topics.push(incidentSource(incidents, clock, onError));
  fleetBus.on('serverDeleted', ({ id }) => thresholds.forget(id));
  return {
    handlers: { ...thresholdRoutes(thresholds), ...incidentRoutes(incidents), ...grafanaLinkRoutes(link), ...contactRoutes(escalation), ...policyRoutes(escalation), ...scheduleRoutes(escalation), ...maintenanceRoutes(escalation) },
    parts: [
      { path: '/hooks', handler: hookRoutes(incidents, createSignatureCheck(() => secret, clock)) },
      { path: '/calendars', handler: calendarRoutes(escalation.schedules) },
    ],
    async start() {
      await link.start();
      await thresholds.start();
      await escalation.start();
      incidents.start();
    },
    async stop() {
      thresholds.close();
      await incidents.close();
      await escalation.close();
    },
  };
};

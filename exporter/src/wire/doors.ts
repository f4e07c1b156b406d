import type { Express } from 'express';
import { api } from '../../../contract/api.ts';
import { createApp } from '../http/app.ts';
import { createAuthenticate, type Authenticate } from '../http/auth.ts';
import { mountTable } from '../http/mount.ts';
import { trustedNetworks } from '../http/remoteAddress.ts';
import type { Handlers } from '../http/route.ts';
import { docsPages, openapiDocument } from '../http/routes/docs.ts';
import { healthProbe, healthRoutes } from '../http/routes/health.ts';
import { landingPage } from '../http/routes/landing.ts';
import { prometheusRoutes } from '../http/routes/prometheus.ts';
import { retentionRoutes } from '../http/routes/retention.ts';
import { version } from '../version.ts';
import type { Core } from './core.ts';
import { readHealth } from './health.ts';
import { createMetricsDoor } from './metricsDoor.ts';
import { retention } from './retention.ts';
import type { Room } from './room.ts';

export const authenticateFor = ({ config, tokens }: Core): Authenticate =>
  createAuthenticate((token, from) => tokens.authenticate(token, from), trustedNetworks(config.trustedProxies));

/** The whole service behind its HTTP doors. */
export function createDoors(core: Core, rooms: readonly Room[]): Express {
  const { config, log, polling } = core;
  const authenticate = authenticateFor(core);
  const open = config.metricsOpen;
  const health = () => readHealth(core, () => rooms.reduce((sum, room) => sum + (room.feedClients?.() ?? 0), 0));
  const handlers: Partial<Handlers<typeof api>> = Object.assign({}, healthRoutes(health), retentionRoutes(retention(config)), ...rooms.map((room) => room.handlers));
  return createApp({
    log,
    corsOrigins: config.corsOrigins,
    parts: [
      { path: '/api/v1/openapi.json', handler: openapiDocument(api, version) },
      { path: '/docs', handler: docsPages() },
      { path: '/health', handler: healthProbe(health) },
      ...rooms.flatMap((room) => room.parts ?? []),
      { path: '/api/v1', handler: mountTable(api, handlers as Parameters<typeof mountTable>[1], authenticate) },
      { path: '/', handler: prometheusRoutes({ door: createMetricsDoor(core), authenticate, open }) },
      { path: '/', handler: landingPage({ version, statuses: () => polling.statuses.list(), authenticate, open }) },
    ],
  });
}

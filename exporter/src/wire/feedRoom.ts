import { Router } from 'express';
import { Gauge } from 'prom-client';
import { statusSource } from '../fleet/feed/statusSource.ts';
import { jobSource } from '../fleet/jobs/jobSource.ts';
import { createFeed } from '../http/feed/feed.ts';
import { feedLimits } from '../http/feed/limits.ts';
import { onlyMethods } from '../http/methods.ts';
import { feedSchemaDocument } from '../http/routes/feedSchema.ts';
import { webSocketOnly } from '../http/routes/webSocketOnly.ts';
import { version } from '../version.ts';
import { authenticateFor } from './doors.ts';
import type { WireRoom } from './room.ts';

const sockets = ['/ws', '/api/v1/ws'] as const;

/** The live feed. It is wired last: every room has told its topics by then. */
export const feedRoom: WireRoom = (core) => {
  const { config, clock, log, topics, jobs, polling, pollBus, fleetBus, selfMetrics } = core;
  topics.push(statusSource({ pollBus, fleetBus, statuses: polling.statuses, roster: polling.roster, clock }), jobSource(jobs));
  const limits = { ...feedLimits, clients: config.feedMaxClients, age: config.feedMaxAge };
  const feed = createFeed({ sources: topics, authenticate: authenticateFor(core), origins: config.corsOrigins, limits, clock, log, version });
  new Gauge({
    registers: [selfMetrics.registry],
    name: 'shellwatch_feed_clients',
    help: 'Clients of the live feed.',
    collect() {
      this.set(feed.clients());
    },
  });
  const lines = Router();
  lines.route('/').get(feed.ndjson).all(onlyMethods(['GET']));
  return {
    handlers: { listJobs: () => ({ items: jobs.list() }) },
    parts: [
      { path: '/api/v1/feed/schema.json', handler: feedSchemaDocument(version) },
      { path: '/api/v1/feed', handler: lines },
      ...sockets.map((path) => ({ path, handler: webSocketOnly })),
    ],
    upgrades: Object.fromEntries(sockets.map((path) => [path, feed.upgrade])),
    feedClients: feed.clients,
    stop: feed.stop,
  };
};

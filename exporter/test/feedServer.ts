import express from 'express';
import type { Job } from '../../contract/job.ts';
import type { ServerStatus } from '../../contract/status.ts';
import type { Actor } from '../src/actor.ts';
import { systemClock, type Clock } from '../src/clock.ts';
import { Failure } from '../src/errors.ts';
import { createChannel } from '../src/fleet/feed/channel.ts';
import { channelSource } from '../src/fleet/feed/channelSource.ts';
import type { ChangeFor } from '../src/fleet/feed/topicSource.ts';
import { createFeed } from '../src/http/feed/feed.ts';
import { feedLimits, type FeedLimits } from '../src/http/feed/limits.ts';
import { listen } from '../src/http/listen.ts';
import { onError } from '../src/http/onError.ts';
import { createLog } from '../src/log.ts';

export const statusOf = (id: string, state: ServerStatus['state'] = 'up', detail: string | null = null): ServerStatus => ({
  id, name: id, state, reason: null, message: null, detail, since: '2026-01-01T00:00:00.000Z', lastSeen: null, nextAttempt: null,
});
export const jobOf = (id: string, done: number, message: string | null = null): Job => ({
  id, kind: 'test', title: 'Test', actor: 'cli', state: 'running', done, failed: 0, total: null, message, startedAt: '2026-01-01T00:00:00.000Z', finishedAt: null,
});

/** The feed's doors on a real port, with topics a test speaks on itself, and tokens whose text is a role. */
export async function startFeedServer(limits: Partial<FeedLimits> = {}, { clock = systemClock, origins = [] as string[] }: { clock?: Clock; origins?: string[] } = {}) {
  const status = createChannel<ChangeFor<'status'>>(clock, { keep: 100 });
  const jobs = createChannel<Job>(clock, { keep: 100 });
  const revoked = new Set<string>();
  const log = createLog('error');
  const authenticate = (request: { headers: { authorization?: string | undefined } }): Promise<Actor> => {
    const role = /^Bearer (viewer|operator|admin)$/.exec(request.headers.authorization ?? '')?.[1] as Actor['role'] | undefined;
    return role === undefined || revoked.has(role) ? Promise.reject(new Failure('unauthorized')) : Promise.resolve({ name: `token:${role}`, role, from: '' });
  };
  const feed = createFeed({
    sources: [
      channelSource({
        topic: 'status',
        channel: status,
        snapshot: () => ({ totals: { up: 0, down: 0, paused: 0, pending: 0 }, servers: [] }),
        pick: ({ server }) => (change) => (server === undefined || change.server.id === server ? change : undefined),
      }),
      channelSource({ topic: 'jobs', channel: jobs, snapshot: () => ({ items: [] }), pick: () => (job) => job }),
    ],
    authenticate,
    origins,
    limits: { ...feedLimits, ...limits },
    clock,
    log,
    version: 'test',
  });
  const app = express();
  app.get('/api/v1/feed', feed.ndjson);
  app.use(onError(log));
  const http = await listen(app, { host: '127.0.0.1', port: 0 });
  http.server.on('upgrade', feed.upgrade);
  return {
    url: `http://127.0.0.1:${http.port}`,
    feed,
    status,
    jobs,
    revoked,
    async stop() {
      await Promise.all([feed.stop(), http.close(500)]);
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import type { AnyTopicSource } from '../../fleet/feed/topicSource.ts';
import type { Log } from '../../log.ts';
import type { Authenticate } from '../auth.ts';
import { createFeedClient } from './client.ts';
import { createClients } from './clients.ts';
import type { FeedLimits } from './limits.ts';
import { createNdjsonDoor } from './ndjson.ts';
import type { Transport } from './outbox.ts';
import { createWebSocketDoor } from './upgrade.ts';

export interface FeedOptions {
  sources: readonly AnyTopicSource[];
  authenticate: Authenticate;
  origins: readonly string[];
  limits: FeedLimits;
  clock: Clock;
  log: Log;
  version: string;
}

/** The live feed with its two doors. */
export interface Feed {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  ndjson: RequestHandler;
  clients(): number;
  /** Says goodbye to everyone. */
  stop(): Promise<void>;
}

export function createFeed({ sources, authenticate, origins, limits, clock, log, version }: FeedOptions): Feed {
  const byTopic = new Map(sources.map((source) => [source.topic, source]));
  // Positions begin anew with each start, so a resume of another life must not be taken for one of this.
  const epoch = randomBytes(6).toString('hex');
  const clients = createClients(limits, clock);
  const connect = (actor: Actor, transport: Transport & { end(): void }) => createFeedClient({ actor, transport, sources: byTopic, limits, clock, log, epoch, version });
  const door = { authenticate, admit: clients.admit, connect, add: clients.add };
  const upgrade = createWebSocketDoor({ ...door, origins });
  return {
    upgrade: (request, socket, head) => void upgrade(request, socket, head),
    ndjson: createNdjsonDoor(door),
    clients: clients.count,
    stop: clients.stop,
  };
}

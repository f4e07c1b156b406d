import { z } from 'zod';
import { Instant } from './endpoint.ts';
import { feedTopics, TopicName, type FeedTopics } from './feedTopics.ts';
import type { ChangeOf, SnapshotOf } from './topic.ts';

/*
 * The messages of the live feed: JSON objects, one a WebSocket text message (GET /ws, GET /api/v1/ws) or one an NDJSON line (GET /api/v1/feed).
 * NDJSON goes one way, so its subscriptions stand in the query: ?topic=status&topic=log&log.source=ID.
 */

const SubscriptionId = z.string().min(1).max(64).describe("The client's own name for the subscription");
const seq = z.number().int().min(0).describe("Position in the topic's stream");

/** Where a subscription was: `epoch` and the last `seq` it saw, both from the feed's own messages. */
export const Resume = z.strictObject({ epoch: z.string().max(64), seq }).meta({ id: 'FeedResume' });
export type Resume = z.infer<typeof Resume>;

export const Subscribe = z
  .strictObject({
    type: z.literal('subscribe'),
    id: SubscriptionId,
    topic: TopicName,
    filter: z.record(z.string(), z.unknown()).default({}).describe("The topic's own fields"),
    resume: Resume.optional().describe('Go on from there, where the topic keeps what was missed; otherwise a snapshot comes'),
  })
  .meta({ id: 'FeedSubscribe' });
export const Unsubscribe = z.strictObject({ type: z.literal('unsubscribe'), id: SubscriptionId }).meta({ id: 'FeedUnsubscribe' });
export const Pause = z.strictObject({ type: z.literal('pause'), id: SubscriptionId }).meta({ id: 'FeedPause', description: 'Nothing comes until continue; what can be kept is kept, the rest is told as dropped' });
export const Continue = z.strictObject({ type: z.literal('continue'), id: SubscriptionId }).meta({ id: 'FeedContinue' });
export const Ping = z.strictObject({ type: z.literal('ping') }).meta({ id: 'FeedPing', description: 'For clients that can not send WebSocket pings, as browsers' });

export const ClientMessage = z.discriminatedUnion('type', [Subscribe, Unsubscribe, Pause, Continue, Ping]).meta({ id: 'FeedClientMessage' });
export type ClientMessage = z.infer<typeof ClientMessage>;

export const Hello = z
  .object({
    type: z.literal('hello'),
    version: z.string(),
    at: Instant,
    topics: z.array(TopicName).describe('Those this client may subscribe to'),
    pingSeconds: z.number().describe('A ping comes this often; a client that answers none of two is cut off'),
    maxAgeSeconds: z.number().describe('The connection ends after this long; connect again and resume'),
  })
  .meta({ id: 'FeedHello' });

export const Subscribed = z
  .object({
    type: z.literal('subscribed'),
    id: SubscriptionId,
    topic: TopicName,
    epoch: z.string().describe('Changes when the exporter starts; a resume with another one gets a snapshot'),
    resumed: z.boolean().describe('true: the changes since `resume` follow, and no snapshot'),
  })
  .meta({ id: 'FeedSubscribed' });

const envelope = { id: SubscriptionId, seq, at: Instant };
export const Snapshot = z.object({ type: z.literal('snapshot'), topic: TopicName, ...envelope, data: z.unknown() }).meta({ id: 'FeedSnapshot' });
export const Change = z.object({ type: z.literal('change'), topic: TopicName, ...envelope, data: z.unknown() }).meta({ id: 'FeedChange' });
export const Dropped = z.object({ type: z.literal('dropped'), id: SubscriptionId, topic: TopicName, count: z.number().int(), seq }).meta({ id: 'FeedDropped', description: 'So many changes before `seq` did not fit into the queue of this client' });
export const Unsubscribed = z.object({ type: z.literal('unsubscribed'), id: SubscriptionId, reason: z.enum(['asked', 'ended', 'failed']), message: z.string().nullable() }).meta({ id: 'FeedUnsubscribed' });
export const FeedError = z.object({ type: z.literal('error'), id: SubscriptionId.nullable(), code: z.string(), message: z.string(), details: z.unknown().optional() }).meta({ id: 'FeedError' });
export const Pong = z.object({ type: z.literal('pong'), at: Instant }).meta({ id: 'FeedPong' });
export const Bye = z.object({ type: z.literal('bye'), reason: z.enum(['age', 'idle', 'slow', 'shutdown', 'revoked']), message: z.string() }).meta({ id: 'FeedBye', description: 'The last message: why the connection ends' });

export const ServerMessage = z
  .discriminatedUnion('type', [Hello, Subscribed, Snapshot, Change, Dropped, Unsubscribed, FeedError, Pong, Bye])
  .meta({ id: 'FeedServerMessage' });
export type ServerMessage = z.infer<typeof ServerMessage>;

/** Snapshot and change messages with the data of their topic. */
export type TopicMessage = {
  [T in keyof FeedTopics]:
    | { type: 'snapshot'; topic: T; id: string; seq: number; at: string; data: SnapshotOf<FeedTopics[T]> }
    | { type: 'change'; topic: T; id: string; seq: number; at: string; data: ChangeOf<FeedTopics[T]> };
}[keyof FeedTopics];

/** Parses one message of the feed, its data by its topic; for clients. */
export function parseServerMessage(message: unknown): Exclude<ServerMessage, { data: unknown }> | TopicMessage {
  const parsed = ServerMessage.parse(message);
  if (parsed.type !== 'snapshot' && parsed.type !== 'change') {
    return parsed as Exclude<ServerMessage, { data: unknown }>;
  }
  const data = feedTopics[parsed.topic][parsed.type].parse(parsed.data);
  return { ...parsed, data } as TopicMessage;
}

import { z } from 'zod';
import { Bye, Change, Continue, Dropped, FeedError, Hello, Pause, Ping, Pong, Snapshot, Subscribe, Subscribed, Unsubscribe, Unsubscribed } from './feed.ts';
import { feedTopics } from './feedTopics.ts';
import type { Topic } from './topic.ts';

const topics = Object.entries<Topic>(feedTopics);
const title = (name: string): string => name[0]?.toUpperCase() + name.slice(1);

const subscribes = topics.map(([name, row]) =>
  Subscribe.extend({ topic: z.literal(name), filter: row.filter.optional() }).meta({ id: `FeedSubscribe${title(name)}`, description: row.summary })
);
const snapshots = topics.map(([name, row]) => Snapshot.extend({ topic: z.literal(name), data: row.snapshot }).meta({ id: `FeedSnapshot${title(name)}` }));
const changes = topics.map(([name, row]) => Change.extend({ topic: z.literal(name), data: row.change }).meta({ id: `FeedChange${title(name)}` }));

const messages = z.object({
  client: z.union([...subscribes, Unsubscribe, Pause, Continue, Ping]).meta({ id: 'FeedFromClient', description: 'What a client may send' }),
  server: z.union([Hello, Subscribed, ...snapshots, ...changes, Dropped, Unsubscribed, FeedError, Pong, Bye]).meta({ id: 'FeedFromServer', description: 'What the exporter sends' }),
});

/** The feed as one JSON Schema (2020-12): `$defs` has FeedFromClient and FeedFromServer, with the data of every topic in its messages. */
export function feedSchema(version: string): object {
  const { $defs } = z.toJSONSchema(messages, { io: 'input', unrepresentable: 'any' });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Messages of the Shellwatch feed, version ${version}`,
    anyOf: [{ $ref: '#/$defs/FeedFromClient' }, { $ref: '#/$defs/FeedFromServer' }],
    $defs,
  };
}

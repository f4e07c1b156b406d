import { ClientMessage, type ServerMessage } from '../../../../contract/feed.ts';
import { feedTopics, type TopicName } from '../../../../contract/feedTopics.ts';
import { mayAct, type Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { AnyTopicSource, TopicSource } from '../../fleet/feed/topicSource.ts';
import type { Log } from '../../log.ts';
import { fieldErrors } from '../fieldErrors.ts';
import type { FeedLimits } from './limits.ts';
import { createOutbox, type Transport } from './outbox.ts';
import { renderControl } from './render.ts';
import { openSubscription, type Subscription } from './subscription.ts';
import { createTokenBucket } from './tokenBucket.ts';

export type ByeReason = Extract<ServerMessage, { type: 'bye' }>['reason'];

/** One connected client, whatever it is connected by. */
export interface FeedClient {
  readonly actor: Actor;
  readonly since: number;
  /** A message of the client. */
  receive(text: string): void;
  subscribe(request: { id: string; topic: TopicName; filter: unknown; resume?: { epoch: string; seq: number } | undefined }): Promise<void>;
  /** The transport is ready again. */
  drained(): void;
  /** Whether something waits for it to read. */
  behind(): boolean;
  /** Why it should be cut off now, if it should. */
  overdue(): ByeReason | undefined;
  heartbeat(): void;
  bye(reason: ByeReason): void;
  /** Ends its subscriptions; the connection is gone. */
  close(): void;
}

export interface FeedClientOptions {
  actor: Actor;
  transport: Transport & { end(): void };
  sources: ReadonlyMap<TopicName, AnyTopicSource>;
  limits: FeedLimits;
  clock: Clock;
  log: Log;
  epoch: string;
  version: string;
}

const farewells: Record<ByeReason, string> = {
  age: 'The connection has reached its greatest age; connect again and resume.',
  idle: 'There was no subscription for too long.',
  slow: 'The client does not read fast enough.',
  shutdown: 'The exporter stops.',
  revoked: 'The token is not valid any more.',
};

export function createFeedClient({ actor, transport, sources, limits, clock, log, epoch, version }: FeedClientOptions): FeedClient {
  /** A slot is empty while its subscription opens; one that was taken from the map meanwhile closes at once. */
  const slots = new Map<string, { subscription: Subscription | undefined }>();
  const since = clock.now();
  const bucket = createTokenBucket(limits.burst, limits.perSecond, clock);
  let idleSince: number | undefined = since;
  let closed = false;
  const outbox = createOutbox({
    transport,
    now: () => clock.now(),
    maxBytes: limits.queueBytes,
    maxMessages: limits.queueMessages,
    overflow: () => bye('slow'),
  });
  const say = (message: ServerMessage): void => outbox.control(renderControl(message));

  const close = (): void => {
    closed = true;
    for (const { subscription } of slots.values()) {
      subscription?.close();
    }
    slots.clear();
    outbox.clear();
  };
  const bye = (reason: ByeReason): void => {
    if (!closed) {
      close();
      transport.write(renderControl({ type: 'bye', reason, message: farewells[reason] }));
      transport.end();
    }
  };
  const fail = (id: string | null, error: unknown): void => {
    const failure = error instanceof Failure ? error : new Failure('internal', { cause: error });
    if (failure.code === 'internal') {
      log.error({ err: error, actor: actor.name }, 'the feed failed');
    }
    say({ type: 'error', id, code: failure.code, message: failure.message, ...(failure.details === undefined ? {} : { details: failure.details }) });
  };
  const remove = (id: string): void => {
    slots.get(id)?.subscription?.close();
    slots.delete(id);
    idleSince = slots.size === 0 ? clock.now() : undefined;
  };
  const sourceFor = (id: string, topic: TopicName): TopicSource => {
    const source = sources.get(topic) as TopicSource | undefined;
    if (slots.has(id)) {
      throw new Failure('conflict', { message: `There is a subscription ${id} already.` });
    }
    if (slots.size >= limits.subscriptions) {
      throw new Failure('too_many', { message: `At most ${limits.subscriptions} subscriptions on one connection.` });
    }
    if (source === undefined) {
      throw new Failure('not_found', { message: `The topic ${topic} is not served here.` });
    }
    return source;
  };

  const subscribe: FeedClient['subscribe'] = async ({ id, topic, filter, resume }) => {
    const slot: { subscription: Subscription | undefined } = { subscription: undefined };
    try {
      const source = sourceFor(id, topic);
      slots.set(id, slot);
      idleSince = undefined;
      const after = resume?.epoch === epoch ? resume.seq : undefined;
      const ended = (reason: 'ended' | 'failed', message: string): void => {
        if (slots.get(id) === slot) {
          remove(id);
          say({ type: 'unsubscribed', id, reason, message });
        }
      };
      const isWanted = (): boolean => !closed && slots.get(id) === slot;
      slot.subscription = await openSubscription({ request: { id, topic, filter, after }, source, actor, outbox, holdBytes: limits.queueBytes, now: () => clock.now(), epoch, ended, isWanted });
    } catch (error) {
      if (slots.get(id) === slot) {
        remove(id);
      }
      if (!closed) {
        fail(id, error);
      }
    }
  };

  const act = (message: ClientMessage): void => {
    if ('id' in message && message.type !== 'subscribe' && !slots.has(message.id)) {
      throw new Failure('not_found', { message: `There is no subscription ${message.id}.` });
    }
    switch (message.type) {
      case 'subscribe':
        void subscribe(message);
        return;
      case 'unsubscribe':
        remove(message.id);
        say({ type: 'unsubscribed', id: message.id, reason: 'asked', message: null });
        return;
      case 'pause':
      case 'continue':
        slots.get(message.id)?.subscription?.pause(message.type === 'pause');
        return;
      case 'ping':
        say({ type: 'pong', at: instant(clock.now()) });
    }
  };

  const topics = [...sources.keys()].filter((topic) => mayAct(actor.role, feedTopics[topic].role));
  say({ type: 'hello', version, at: instant(since), topics, pingSeconds: limits.ping / 1000, maxAgeSeconds: limits.age / 1000 });

  return {
    actor,
    since,
    subscribe,
    receive(text) {
      if (closed) {
        return;
      }
      let id: string | null = null;
      try {
        if (!bucket.take()) {
          throw new Failure('too_many', { message: `At most ${limits.perSecond} messages a second.` });
        }
        const parsed = ClientMessage.safeParse(parseJson(text));
        if (!parsed.success) {
          throw new Failure('bad_request', { details: fieldErrors(parsed.error.issues) });
        }
        id = 'id' in parsed.data ? parsed.data.id : null;
        act(parsed.data);
      } catch (error) {
        fail(id, error);
      }
    },
    drained: () => outbox.flush(),
    behind: () => outbox.waitingSince() > 0,
    overdue() {
      const now = clock.now();
      const waiting = outbox.waitingSince();
      if (waiting > 0 && now - waiting >= limits.slow) {
        return 'slow';
      }
      return now - since >= limits.age ? 'age' : idleSince !== undefined && now - idleSince >= limits.idle ? 'idle' : undefined;
    },
    heartbeat: () => say({ type: 'pong', at: instant(clock.now()) }),
    bye,
    close,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure('bad_json', { message: 'The message is not valid JSON.', cause: error });
  }
}

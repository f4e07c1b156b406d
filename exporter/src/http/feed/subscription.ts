import { feedTopics, type TopicName } from '../../../../contract/feedTopics.ts';
import type { Topic } from '../../../../contract/topic.ts';
import { mayAct, type Actor } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import type { Message } from '../../fleet/feed/message.ts';
import type { OpenTopic, TopicSource } from '../../fleet/feed/topicSource.ts';
import { fieldErrors } from '../fieldErrors.ts';
import type { Lane, Outbox } from './outbox.ts';
import { renderControl, renderSnapshot } from './render.ts';

export interface Subscription {
  pause(paused: boolean): void;
  close(): void;
}

export interface SubscriptionRequest {
  id: string;
  topic: TopicName;
  filter: unknown;
  after: number | undefined;
}

export interface SubscriptionOptions {
  request: SubscriptionRequest;
  source: TopicSource;
  actor: Actor;
  outbox: Outbox;
  /** What may be held back while it is paused: as much as may wait in the outbox. */
  holdBytes: number;
  now: () => number;
  epoch: string;
  /** It ended by itself: the source has no more. */
  ended: (reason: 'ended' | 'failed', message: string) => void;
  /** Whether the client still wants it, once it is open. */
  isWanted: () => boolean;
}

/** Changes that are kept for a paused subscription; what comes on top is dropped, and told when it goes on. */
const heldWhilePaused = 1_000;

/** Checks that this caller may have this topic with this filter; throws a Failure. */
export function checkRequest({ topic, filter }: SubscriptionRequest, actor: Actor): unknown {
  const row: Topic = feedTopics[topic];
  if (!mayAct(actor.role, row.role)) {
    throw new Failure('forbidden', { message: `The topic ${topic} needs the role ${row.role}; you are ${actor.role}.` });
  }
  const parsed = row.filter.safeParse(filter);
  if (!parsed.success) {
    throw new Failure('bad_request', { details: fieldErrors(parsed.error.issues, 'filter') });
  }
  return parsed.data;
}

/** Opens a subscription: answers, sends what it begins with, then every change. Rejects with a Failure; undefined when nobody wants it any more. */
export async function openSubscription({ request, source, actor, outbox, holdBytes, now, epoch, ended, isWanted }: SubscriptionOptions): Promise<Subscription | undefined> {
  const { id, topic, after } = request;
  const row: Topic = feedTopics[topic];
  const merge = source.merge as Lane['merge'];
  const lane: Lane = { id, topic, delivery: row.delivery, merge, dropped: 0 };
  let state: 'opening' | 'open' | 'paused' | 'closed' = 'opening';
  let held: Message[] = [];
  let [heldBytes, heldDropped] = [0, 0];

  const letGo = (index: number): void => held.splice(index, 1).forEach((message) => (heldBytes -= message.json().length));
  const hold = (message: Message): void => {
    if (row.delivery === 'latest') {
      const before = held.findIndex(({ key }) => key === message.key);
      if (before >= 0) {
        letGo(before);
      }
    }
    held.push(message);
    heldBytes += message.json().length;
    while (held.length > heldWhilePaused || (heldBytes > holdBytes && held.length > 1)) {
      letGo(0);
      heldDropped += 1;
    }
  };
  const release = (): void => {
    lane.dropped += heldDropped;
    [heldDropped, state] = [0, 'open'];
    const messages = held;
    [held, heldBytes] = [[], 0];
    messages.forEach((message) => outbox.change(lane, message));
  };

  const opened: OpenTopic<TopicName> = await source.open({
    filter: checkRequest(request, actor) as never,
    actor,
    after: row.resume ? after : undefined,
    push: (message) => (state === 'open' ? outbox.change(lane, message) : state === 'closed' ? undefined : hold(message)),
    end: (reason, message) => {
      if (state !== 'closed') {
        state = 'closed';
        ended(reason, message);
      }
    },
  });
  if (!isWanted()) {
    opened.close();
    return undefined;
  }
  const resumed = 'missed' in opened.start;
  outbox.control(renderControl({ type: 'subscribed', id, topic, epoch, resumed }));
  if ('snapshot' in opened.start) {
    outbox.control(renderSnapshot(topic, id, opened.start.seq, now(), opened.start.snapshot));
  } else {
    opened.start.missed.forEach((message) => outbox.change(lane, message));
  }
  release();
  return {
    pause(paused) {
      if (state === 'open' && paused) {
        state = 'paused';
        opened.pause?.(true);
      } else if (state === 'paused' && !paused) {
        opened.pause?.(false);
        release();
      }
    },
    close() {
      state = 'closed';
      opened.close();
      outbox.forget(lane);
    },
  };
}

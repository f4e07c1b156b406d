import { parseServerMessage, type Resume, type TopicMessage } from '../../../contract/feed.ts';
import type { TopicName } from '../../../contract/feedTopics.ts';
import type { Socket } from './socket';

export type FeedState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'refused';
export type NewsOf<T extends TopicName> = Extract<TopicMessage, { topic: T }>;

/** Why nothing more comes of a subscription: the exporter's own code and words. */
export interface FeedFailure {
  code: string;
  message: string;
}

interface Listener {
  hear: (message: TopicMessage) => void;
  fail: ((failure: FeedFailure) => void) | undefined;
}

interface Subscription {
  id: string;
  topic: TopicName;
  filter: object;
  /** Topic and filter: what makes two of them the same. */
  what: string;
  listeners: Set<Listener>;
  resume: Resume | undefined;
  /** For who joins before the first change. Later it is no longer the state, so who joins then gets a place of its own. */
  snapshot: TopicMessage | undefined;
  changed: boolean;
}

export interface FeedOptions {
  open: () => Socket;
  random?: () => number;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
const lingerMs = 5_000;
const pingMs = 20_000;

/**
 * One WebSocket for every topic of a page. Subscriptions to the same topic and filter share one place on it, live
 * through reconnects, and go on where they were when the exporter still keeps what was missed.
 */
export function createFeedClient({ open, random = Math.random }: FeedOptions) {
  const subscriptions = new Map<string, Subscription>();
  const stateListeners = new Set<() => void>();
  let state: FeedState = 'idle';
  let socket: Socket | undefined;
  let waitMs = firstWaitMs;
  let counter = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let linger: ReturnType<typeof setTimeout> | undefined;
  let ping: ReturnType<typeof setInterval> | undefined;
  let silent = 0;

  const become = (next: FeedState) => {
    state = next;
    stateListeners.forEach((listener) => listener());
  };
  const send = (message: object) => socket?.send(JSON.stringify(message));
  const ask = ({ id, topic, filter, resume }: Subscription) => send({ type: 'subscribe', id, topic, filter, ...(resume === undefined ? {} : { resume }) });

  const hear = (message: ReturnType<typeof parseServerMessage>) => {
    silent = 0;
    if (message.type === 'hello') {
      waitMs = firstWaitMs;
      become('live');
      subscriptions.forEach(ask);
    } else if (message.type === 'subscribed') {
      const one = byId(message.id);
      if (one !== undefined) {
        one.resume = { epoch: message.epoch, seq: message.resumed ? (one.resume?.seq ?? 0) : 0 };
      }
    } else if (message.type === 'snapshot' || message.type === 'change') {
      tell(message);
    } else if (message.type === 'dropped') {
      send({ type: 'unsubscribe', id: message.id });
      askAnew(message.id);
    } else if (message.type === 'unsubscribed' && message.reason === 'ended') {
      askAnew(message.id);
    } else if (message.type === 'unsubscribed' && message.reason === 'failed') {
      fail(message.id, { code: 'feed_failed', message: message.message ?? 'The feed has lost this topic.' });
    } else if (message.type === 'error' && message.id !== null) {
      fail(message.id, message);
    } else if (message.type === 'bye' && message.reason === 'revoked') {
      become('refused');
    }
  };

  const byId = (id: string) => subscriptions.get(id);

  /** What is known has a hole, or belongs to something that is no more: the whole state is asked for again. */
  const askAnew = (id: string) => {
    const one = byId(id);
    if (one !== undefined) {
      one.resume = undefined;
      ask(one);
    }
  };

  const fail = (id: string, { code, message }: FeedFailure) => byId(id)?.listeners.forEach((listener) => listener.fail?.({ code, message }));

  const tell = (message: TopicMessage) => {
    const one = byId(message.id);
    if (one === undefined) {
      return;
    }
    if (one.resume !== undefined) {
      one.resume = { ...one.resume, seq: message.seq };
    }
    one.changed = message.type === 'change';
    one.snapshot = one.changed ? undefined : message;
    one.listeners.forEach((listener) => listener.hear(message));
  };

  const connect = () => {
    clearTimeout(retry);
    const mine = open();
    socket = mine;
    become(state === 'idle' ? 'connecting' : 'reconnecting');
    mine.onmessage = ({ data }) => {
      const read = parse(data);
      if (read !== undefined) {
        hear(read);
      }
    };
    mine.onclose = () => {
      if (socket === mine) {
        lost();
      }
    };
    clearInterval(ping);
    ping = setInterval(() => {
      silent += 1;
      if (silent > 2) {
        mine.close();
        lost();
      } else {
        send({ type: 'ping' });
      }
    }, pingMs);
  };

  const lost = () => {
    clearInterval(ping);
    socket = undefined;
    silent = 0;
    if (state === 'refused' || subscriptions.size === 0) {
      become(state === 'refused' ? 'refused' : 'idle');
      return;
    }
    become('reconnecting');
    retry = setTimeout(connect, waitMs * (0.5 + random() / 2));
    waitMs = Math.min(longestWaitMs, waitMs * 2);
  };

  const leave = () => {
    clearTimeout(retry);
    const old = socket;
    socket = undefined;
    clearInterval(ping);
    old?.close();
    become('idle');
  };

  return {
    state: () => state,
    onState(listener: () => void): () => void {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    subscribe<T extends TopicName>(topic: T, filter: object, hear: (message: NewsOf<T>) => void, fail?: (failure: FeedFailure) => void): () => void {
      clearTimeout(linger);
      const what = `${topic} ${JSON.stringify(filter)}`;
      const present = [...subscriptions.values()].find((one) => one.what === what && !one.changed);
      const one: Subscription = present ?? { id: `${(counter += 1)}`, topic, filter, what, listeners: new Set(), resume: undefined, snapshot: undefined, changed: false };
      const listener: Listener = { hear: hear as (message: TopicMessage) => void, fail };
      subscriptions.set(one.id, one);
      one.listeners.add(listener);
      if (one.snapshot !== undefined) {
        listener.hear(one.snapshot);
      }
      if (socket === undefined && state !== 'reconnecting') {
        connect();
      } else if (present === undefined && state === 'live') {
        ask(one);
      }
      return () => {
        one.listeners.delete(listener);
        if (one.listeners.size === 0 && subscriptions.delete(one.id) && state === 'live') {
          send({ type: 'unsubscribe', id: one.id });
        }
        if (subscriptions.size === 0) {
          linger = setTimeout(leave, lingerMs);
        }
      };
    },
  };
}
export type FeedClient = ReturnType<typeof createFeedClient>;

/** A message this version does not know is no reason to lose the others. */
function parse(data: unknown): ReturnType<typeof parseServerMessage> | undefined {
  try {
    return parseServerMessage(JSON.parse(String(data)));
  } catch {
    return undefined;
  }
}

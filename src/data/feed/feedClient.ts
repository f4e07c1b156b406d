import { parseServerMessage, type Resume, type TopicMessage } from '../../../contract/feed.ts';
import type { TopicName } from '../../../contract/feedTopics.ts';
import type { Socket } from './socket';

export type FeedState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'refused';
export type NewsOf<T extends TopicName> = Extract<TopicMessage, { topic: T }>;

interface Subscription {
  id: string;
  topic: TopicName;
  filter: object;
  listeners: Set<(message: TopicMessage) => void>;
  resume: Resume | undefined;
  /** The last snapshot, for those who join later. */
  snapshot: TopicMessage | undefined;
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
    } else if (message.type === 'bye' && message.reason === 'revoked') {
      become('refused');
    }
  };

  const byId = (id: string) => [...subscriptions.values()].find((one) => one.id === id);

  const tell = (message: TopicMessage) => {
    const one = byId(message.id);
    if (one === undefined) {
      return;
    }
    if (one.resume !== undefined) {
      one.resume = { ...one.resume, seq: message.seq };
    }
    if (message.type === 'snapshot') {
      one.snapshot = message;
    }
    one.listeners.forEach((listener) => listener(message));
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
    subscribe<T extends TopicName>(topic: T, filter: object, listener: (message: NewsOf<T>) => void): () => void {
      clearTimeout(linger);
      const key = `${topic} ${JSON.stringify(filter)}`;
      const present = subscriptions.get(key);
      const one: Subscription = present ?? { id: `${(counter += 1)}`, topic, filter, listeners: new Set(), resume: undefined, snapshot: undefined };
      subscriptions.set(key, one);
      one.listeners.add(listener as (message: TopicMessage) => void);
      if (present?.snapshot !== undefined) {
        listener(present.snapshot as NewsOf<T>);
      }
      if (socket === undefined && state !== 'reconnecting') {
        connect();
      } else if (present === undefined && state === 'live') {
        ask(one);
      }
      return () => {
        one.listeners.delete(listener as (message: TopicMessage) => void);
        if (one.listeners.size === 0 && subscriptions.get(key) === one) {
          subscriptions.delete(key);
          if (state === 'live') {
            send({ type: 'unsubscribe', id: one.id });
          }
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

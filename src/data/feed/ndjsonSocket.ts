import { z } from 'zod';
import { ClientMessage, type Resume } from '../../../contract/feed.ts';
import { Health } from '../../../contract/health.ts';
import { feedTopics, type TopicName } from '../../../contract/feedTopics.ts';
import { fillPath } from '../../../contract/client.ts';
import { readLines } from './readLines';
import type { Socket } from './socket';

type Get = (path: string, signal: AbortSignal) => Promise<Response>;

interface Place {
  id: string;
  topic: TopicName;
  filter: Record<string, unknown>;
  resume: Resume | undefined;
}

interface Reply {
  places: Place[];
  abort: AbortController;
}

/** A browser opens at most six connections to one address over HTTP/1.1; Grafana itself needs some of them. */
const mostReplies = 3;
/** Components of one page subscribe one after the other: they are asked for together. */
const gatherMs = 50;

const withType = z.looseObject({ type: z.string() });

/**
 * The feed for who can not open a WebSocket, in its shape: GET /feed answers with lines that do not end. Subscriptions stand in
 * the query, one of each topic, so a second one of a topic needs a reply of its own.
 */
export function ndjsonSocket(get: Get): Socket {
  const all = new AbortController();
  const replies: Reply[] = [];
  let waiting: Place[] = [];
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const socket: Socket = { send, close: end, onopen: null, onmessage: null, onclose: null };
  const say = (message: object) => socket.onmessage?.({ data: JSON.stringify(message) });

  // An error after the end is the end's own: what was under way was cut off.
  const lost = () => {
    if (!all.signal.aborted) {
      end();
      socket.onclose?.();
    }
  };

  function end(): void {
    clearTimeout(gathering);
    all.abort();
    replies.forEach(({ abort }) => abort.abort());
  }

  async function open(reply: Reply): Promise<void> {
    const path = fillPath('/feed', {}, queryOf(reply.places));
    const answer = await get(path, reply.abort.signal);
    if (!answer.ok || answer.body === null) {
      throw new Error(`${path}: ${answer.status}`);
    }
    const ids = new Map<string, string>(reply.places.map(({ topic, id }) => [topic, id]));
    await readLines(answer.body, (line) => {
      const message = withType.parse(JSON.parse(line));
      // Each reply greets; one greeting was made for all of them.
      if (message.type !== 'hello') {
        say('id' in message ? { ...message, id: ids.get(String(message['id'])) ?? null } : message);
      }
    });
  }

  const start = (places: Place[]) => {
    const reply: Reply = { places, abort: new AbortController() };
    replies.push(reply);
    open(reply).then(
      () => replies.includes(reply) && lost(),
      () => replies.includes(reply) && lost()
    );
  };

  const ask = () => {
    const together = new Map<TopicName, Place>();
    const more: Place[] = [];
    waiting.forEach((place) => (together.has(place.topic) ? more.push(place) : together.set(place.topic, place)));
    waiting = more;
    if (replies.length < mostReplies) {
      start([...together.values()]);
    } else {
      together.forEach(({ id }) => say({ type: 'error', id, code: 'too_many', message: 'Without a WebSocket only a few topics can be live at the same time.' }));
    }
    if (waiting.length > 0) {
      ask();
    }
  };

  const leave = (id: string) => {
    waiting = waiting.filter((place) => place.id !== id);
    const at = replies.findIndex(({ places }) => places.some((place) => place.id === id));
    const reply = replies[at];
    if (reply !== undefined) {
      reply.places = reply.places.filter((place) => place.id !== id);
      // The others of this reply go on: what comes for an id that nobody has is not heard.
      if (reply.places.length === 0) {
        replies.splice(at, 1);
        reply.abort.abort();
      }
    }
  };

  function send(text: string): void {
    const message = ClientMessage.parse(JSON.parse(text));
    if (message.type === 'subscribe') {
      waiting.push({ id: message.id, topic: message.topic, filter: message.filter, resume: message.resume });
      clearTimeout(gathering);
      gathering = setTimeout(ask, gatherMs);
    } else if (message.type === 'unsubscribe') {
      leave(message.id);
    } else if (message.type === 'ping') {
      void greet().then((at) => say({ type: 'pong', at }), lost);
    }
  }

  async function greet(): Promise<string> {
    const answer = await get('/health', all.signal);
    Health.parse(await answer.json());
    return new Date().toISOString();
  }

  get('/health', all.signal)
    .then(async (answer) => Health.parse(await answer.json()))
    .then(({ version }) => say({ type: 'hello', version, at: new Date().toISOString(), topics: Object.keys(feedTopics), pingSeconds: 25, maxAgeSeconds: 900 }), lost);
  return socket;
}

const queryOf = (places: Place[]): Record<string, unknown> => ({
  topic: places.map(({ topic }) => topic),
  ...Object.fromEntries(places.flatMap(({ topic, filter }) => Object.entries(filter).map(([name, value]) => [`${topic}.${name}`, value]))),
  ...(places.some(({ resume }) => resume !== undefined) ? { resume: places.flatMap(({ topic, resume }) => (resume === undefined ? [] : [`${topic}:${resume.epoch}:${resume.seq}`])) } : {}),
});

import type { Request, RequestHandler, Response } from 'express';
import { TopicName } from '../../../../contract/feedTopics.ts';
import type { Actor } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import type { Authenticate } from '../auth.ts';
import type { FeedClient } from './client.ts';
import type { Connection } from './clients.ts';
import type { Transport } from './outbox.ts';

const newline = Buffer.from('\n');

export interface NdjsonDoorOptions {
  authenticate: Authenticate;
  admit: (caller: string) => void;
  connect: (actor: Actor, transport: Transport & { end(): void }) => FeedClient;
  add: (connection: Connection) => () => void;
}

const wrong = (field: string, message: string): Failure => new Failure('bad_request', { details: [{ field: `query.${field}`, message }] });
const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));

interface Wish {
  topic: TopicName;
  filter: Record<string, unknown>;
  resume: { epoch: string; seq: number } | undefined;
}

/** `?topic=status&topic=log&log.source=ID&resume=status:EPOCH:SEQ`: the subscriptions of a client that can not send messages. */
export function wishesOf(query: Record<string, unknown>): Wish[] {
  const { topic: topics, resume: resumes, ...rest } = query;
  const wishes = new Map<string, Wish>();
  for (const name of list(topics)) {
    const topic = TopicName.safeParse(name);
    if (!topic.success) {
      throw wrong('topic', `one of ${TopicName.options.join(', ')}`);
    }
    wishes.set(name, { topic: topic.data, filter: {}, resume: undefined });
  }
  if (wishes.size === 0) {
    throw wrong('topic', `at least one of ${TopicName.options.join(', ')}`);
  }
  for (const text of list(resumes)) {
    const [, topic = '', epoch = '', seq] = /^([a-z]+):([^:]{1,64}):(\d{1,15})$/.exec(text) ?? [];
    const wish = wishes.get(topic);
    if (wish === undefined || seq === undefined) {
      throw wrong('resume', 'TOPIC:EPOCH:SEQ of one of the topics asked for');
    }
    wish.resume = { epoch, seq: Number(seq) };
  }
  for (const [name, value] of Object.entries(rest)) {
    const [, topic = '', field] = /^([a-z]+)\.(\w+)$/.exec(name) ?? [];
    const wish = wishes.get(topic);
    if (wish === undefined || field === undefined) {
      throw wrong(name, 'no such field; a filter is TOPIC.FIELD=VALUE of a topic asked for');
    }
    wish.filter[field] = value;
  }
  return [...wishes.values()];
}

/** The same stream as lines of an HTTP reply that does not end, for clients that can not upgrade. */
export function createNdjsonDoor({ authenticate, admit, connect, add }: NdjsonDoorOptions): RequestHandler {
  const stream = (request: Request, response: Response, actor: Actor, wishes: readonly Wish[]): void => {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    const transport = {
      write(line: Buffer) {
        response.write(line);
        response.write(newline);
      },
      ready: () => !response.writableNeedDrain,
      end: () => response.end(),
    };
    const client = connect(actor, transport);
    const remove = add({
      client,
      ping() {
        client.heartbeat();
        return true;
      },
      cut: () => response.destroy(),
      stillAllowed: () =>
        authenticate(request).then(
          (now) => now.role === actor.role,
          (error: unknown) => !(error instanceof Failure)
        ),
    });
    response.on('drain', client.drained);
    response.on('close', () => {
      remove();
      client.close();
    });
    for (const { topic, filter, resume } of wishes) {
      void client.subscribe({ id: topic, topic, filter, resume });
    }
  };

  return async (request, response) => {
    const actor = await authenticate(request);
    const wishes = wishesOf(request.query);
    if (request.method === 'HEAD') {
      response.type('application/x-ndjson').end();
      return;
    }
    admit(actor.name);
    stream(request, response, actor, wishes);
  };
}

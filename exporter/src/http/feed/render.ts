import type { ServerMessage } from '../../../../contract/feed.ts';
import type { TopicName } from '../../../../contract/feedTopics.ts';
import { instant } from '../../clock.ts';
import type { Message } from '../../fleet/feed/message.ts';

/** A message of the feed as it goes out. */
export type Line = Buffer;

export const renderControl = (message: ServerMessage): Line => Buffer.from(JSON.stringify(message));

const envelope = (type: 'snapshot' | 'change', topic: TopicName, id: string, seq: number, at: number, json: string): Line =>
  Buffer.from(`{"type":"${type}","topic":"${topic}","id":${JSON.stringify(id)},"seq":${seq},"at":"${instant(at)}","data":${json}}`);

export const renderSnapshot = (topic: TopicName, id: string, seq: number, at: number, data: unknown): Line => envelope('snapshot', topic, id, seq, at, JSON.stringify(data));

/** The last one of each message: clients nearly always give their subscriptions the same ids. */
const rendered = new WeakMap<Message, { id: string; line: Line }>();

export function renderChange(topic: TopicName, id: string, message: Message): Line {
  const last = rendered.get(message);
  if (last?.id === id) {
    return last.line;
  }
  const line = envelope('change', topic, id, message.seq, message.at, message.json());
  rendered.set(message, { id, line });
  return line;
}

import { useEffect, useRef } from 'react';
import { reasonMessage, type ServerStatus } from '../../contract/status.ts';
import { useFeed } from '../data/feed/useFeed';
import { notify } from '../data/notify';
import { createToastTopic, listed, type ToastTopic } from './toastTopic';

/** Long enough for all that one dying switch takes with it to come together. */
const gatherMs = 2_000;

function tell(topic: 'down' | 'up', servers: ServerStatus[]) {
  const [first] = servers;
  if (first === undefined) {
    return;
  }
  const title = servers.length === 1 ? `${first.name} is ${topic === 'up' ? 'up again' : 'down'}` : `${servers.length} servers are ${topic === 'up' ? 'up again' : 'down'}`;
  const text = servers.length > 1 ? listed(servers.map(({ name }) => name)) : topic === 'down' && first.reason !== null ? reasonMessage(first.reason) : undefined;
  if (topic === 'up') {
    notify.success(title, text);
  } else {
    notify.warning(`status ${title} ${text ?? ''}`, title, text);
  }
}

const topicOf = (topic: 'down' | 'up') => createToastTopic<ServerStatus>({ gatherMs, tell: (servers) => tell(topic, servers) });

/** Tells of servers that go down and come back while a page of the app stands: together, not one toast for each. */
export function StatusToasts() {
  const states = useRef(new Map<string, ServerStatus['state']>());
  const topics = useRef<{ down: ToastTopic<ServerStatus>; up: ToastTopic<ServerStatus> }>(undefined);
  useEffect(() => {
    const both = { down: topicOf('down'), up: topicOf('up') };
    topics.current = both;
    return () => {
      both.down.end();
      both.up.end();
    };
  }, []);
  useFeed('status', {}, (message) => {
    if (message.type === 'snapshot') {
      states.current = new Map(message.data.servers.map(({ id, state }) => [id, state]));
      return;
    }
    const { server, gone } = message.data;
    const before = states.current.get(server.id);
    states.current.set(server.id, server.state);
    if (gone) {
      states.current.delete(server.id);
    } else if (before === 'up' && server.state === 'down' && topics.current?.up.forget(server.id) !== true) {
      topics.current?.down.add(server.id, server);
    } else if (before === 'down' && server.state === 'up' && topics.current?.down.forget(server.id) !== true) {
      topics.current?.up.add(server.id, server);
    }
  });
  return null;
}

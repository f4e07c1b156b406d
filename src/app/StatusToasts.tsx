import { useEffect, useRef } from 'react';
import { reasonMessage, type ServerStatus } from '../../contract/status.ts';
import { useFeed } from '../data/feed/useFeed';
import { notify } from '../data/notify';

/** Long enough for all that one dying switch takes with it to come together. */
const gatherMs = 2_000;
/** One topic speaks at most this often. */
const quietMs = 10_000;
const named = 3;

const namesOf = (servers: ServerStatus[]) => servers.slice(0, named).map(({ name }) => name).join(', ') + (servers.length > named ? ` and ${servers.length - named} more` : '');

function tell(topic: 'down' | 'up', servers: ServerStatus[]) {
  const [first] = servers;
  if (first === undefined) {
    return;
  }
  const title = servers.length === 1 ? `${first.name} is ${topic === 'up' ? 'up again' : 'down'}` : `${servers.length} servers are ${topic === 'up' ? 'up again' : 'down'}`;
  const text = servers.length > 1 ? namesOf(servers) : topic === 'down' && first.reason !== null ? reasonMessage(first.reason) : undefined;
  if (topic === 'up') {
    notify.success(title, text);
  } else {
    notify.warning(`status ${title} ${text ?? ''}`, title, text);
  }
}

/** Gathers what belongs to one topic and tells it together. */
function createTopic(topic: 'down' | 'up') {
  const waiting = new Map<string, ServerStatus>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const flush = () => {
    timer = undefined;
    if (waiting.size > 0) {
      last = Date.now();
      tell(topic, [...waiting.values()]);
      waiting.clear();
    }
  };
  return {
    add(server: ServerStatus) {
      waiting.set(server.id, server);
      timer ??= setTimeout(flush, Math.max(gatherMs, last + quietMs - Date.now()));
    },
    /** It came back, or went again, before anybody was told. */
    forget: (id: string) => waiting.delete(id),
    end: () => clearTimeout(timer),
  };
}

/** Tells of servers that go down and come back while a page of the app stands: together, not one toast for each. */
export function StatusToasts() {
  const states = useRef(new Map<string, ServerStatus['state']>());
  const topics = useRef<{ down: ReturnType<typeof createTopic>; up: ReturnType<typeof createTopic> }>(undefined);
  useEffect(() => {
    const both = { down: createTopic('down'), up: createTopic('up') };
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
      topics.current?.down.add(server);
    } else if (before === 'down' && server.state === 'up' && topics.current?.down.forget(server.id) !== true) {
      topics.current?.up.add(server);
    }
  });
  return null;
}

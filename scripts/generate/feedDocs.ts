import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { feedSchema } from '../../contract/feedSchema.ts';
import { feedTopics } from '../../contract/feedTopics.ts';
import type { Topic } from '../../contract/topic.ts';
import type { Generator } from '../generate.ts';
import { table, withSections } from './section.ts';

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  const?: string;
  enum?: string[];
  type?: string;
}
type Definitions = Record<string, Schema>;

/** `id`, `reason` (one of …): the fields of a message, without its type. */
function fieldsOf({ properties = {}, required = [] }: Schema): string {
  const fields = Object.entries(properties).filter(([name]) => name !== 'type');
  return fields.map(([name, { enum: values }]) => `\`${name}\`${values === undefined ? '' : ` (${values.join(', ')})`}${required.includes(name) ? '' : ', optional'}`).join('; ') || '–';
}

function messageRows(definitions: Definitions, names: Record<string, string>): string[][] {
  return Object.entries(names).map(([id, about]) => {
    const schema = definitions[id] ?? {};
    return [`\`${schema.properties?.['type']?.const ?? ''}\``, fieldsOf(schema), about || (schema.description ?? '')];
  });
}

const fromClient = {
  FeedSubscribeStatus: 'Subscribe to a topic; `filter` has the topic’s own fields',
  FeedUnsubscribe: 'End a subscription',
  FeedPause: '',
  FeedContinue: 'Go on after a pause',
  FeedPing: '',
};
const fromServer = {
  FeedHello: 'The first message of a connection',
  FeedSubscribed: 'A subscription stands',
  FeedSnapshotStatus: 'The state to begin with; `data` depends on the topic',
  FeedChangeStatus: 'What changed; `data` depends on the topic',
  FeedDropped: '',
  FeedUnsubscribed: 'A subscription ended',
  FeedError: 'A message was refused, or a subscription failed; codes are those of the API',
  FeedPong: 'The answer to a ping; over NDJSON it comes by itself, so that a dead connection is noticed',
  FeedBye: '',
};

/** docs/websocket.md: tables of topics and messages; docs/feed.schema.json: all of it for programs. */
export const feedDocs: Generator = async () => {
  const { version } = JSON.parse(await readFile(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };
  const schema = feedSchema(version) as { $defs: Definitions };
  const topics = Object.entries<Topic>(feedTopics).map(([name, { role, delivery, resume, summary }]) => {
    const filter = (schema.$defs[`FeedSubscribe${name[0]?.toUpperCase()}${name.slice(1)}`]?.properties?.['filter'] ?? {}) as Schema;
    return [`\`${name}\``, role, delivery === 'every' ? 'every change' : 'the latest', resume ? 'yes' : 'no', Object.keys(filter.properties ?? {}).map((field) => `\`${field}\``).join(' ') || '–', summary];
  });
  return [
    { path: 'docs/feed.schema.json', text: `${JSON.stringify(schema, null, 1)}\n` },
    await withSections('docs/websocket.md', {
      topics: table(['topic', 'role', 'delivers', 'resumes', 'filter', 'what it tells'], topics),
      client: table(['type', 'fields', 'meaning'], messageRows(schema.$defs, fromClient)),
      server: table(['type', 'fields', 'meaning'], messageRows(schema.$defs, fromServer)),
    }),
  ];
};

import type { MetricFindValue } from '@grafana/data';
import type { Client } from '../../contract/client.ts';
import { everyPage } from '../data/everyPage';
import type { Directory } from './directory';
import { readVariable, variableLists } from './variableWords';

const natural = new Intl.Collator('en', { numeric: true });
const values = (texts: string[]): MetricFindValue[] => [...new Set(texts)].sort(natural.compare).map((text) => ({ text }));

/** What a variable can list: servers, servers(role=web), tags, tags(role), mounts(server), commands, sources. */
export async function findVariable(client: Client, directory: Directory, query: string): Promise<MetricFindValue[]> {
  const { list, argument } = readVariable(query) ?? { list: query, argument: '' };
  switch (list) {
    case 'servers':
      return values((await directory.pick(argument === '' ? '' : argument.split(',').map((one) => (one.includes('=') ? `tag:${one.trim()}` : one)).join(','))).map(({ name }) => name));
    case 'tags': {
      const servers = await directory.servers();
      return values(servers.flatMap(({ tags }) => (argument === '' ? Object.keys(tags) : tags[argument] === undefined ? [] : [tags[argument]])));
    }
    case 'mounts': {
      const servers = await directory.pick(argument);
      const read = await Promise.all(servers.slice(0, 20).map(({ id }) => client.getMetrics({ params: { id } })));
      return values(read.flatMap(({ vitals }) => vitals?.mounts.map(({ mountpoint }) => mountpoint) ?? []));
    }
    case 'commands':
      return values((await everyPage((cursor) => client.listCommands({ query: { cursor, limit: 1000 } }))).map(({ name }) => name));
    case 'sources':
      return values((await everyPage((cursor) => client.listLogSources({ query: { cursor, limit: 1000 } }))).map(({ name }) => name));
    default:
      throw new Error(`A variable can list ${Object.keys(variableLists).join(', ')}, not “${list}”.`);
  }
}

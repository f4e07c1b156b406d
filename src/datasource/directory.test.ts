import { aServer } from '../test/factories';
import { pickServers } from './directory';

const servers = [aServer({ id: 'a', name: 'web1', tags: { role: 'web', env: 'prod' } }), aServer({ id: 'b', name: 'web2', tags: { role: 'web' } }), aServer({ id: 'c', name: 'db1', tags: { role: 'db' } })];
const names = (wanted: string, filters: Parameters<typeof pickServers>[2] = []) => pickServers(servers, wanted, filters).map(({ name }) => name);

describe('pickServers', () => {
  it('takes all, names, ids, tags and the values of a variable', () => {
    expect(names('')).toEqual(['web1', 'web2', 'db1']);
    expect(names('db1, a')).toEqual(['web1', 'db1']);
    expect(names('tag:role=web')).toEqual(['web1', 'web2']);
    expect(names('{web2,db1}')).toEqual(['web2', 'db1']);
    expect(names('nobody')).toEqual([]);
  });
  it('leaves out what ad hoc filters leave out', () => {
    expect(names('', [{ key: 'role', operator: '!=', value: 'db' }])).toEqual(['web1', 'web2']);
    expect(names('', [{ key: 'server', operator: '=~', value: 'web.*' }, { key: 'env', operator: '=', value: 'prod' }])).toEqual(['web1']);
  });
});

import { aServer, aStatus } from '../../test/factories';
import { filterFleet, groupFleet, needsPerson } from './fleetFilter';
import { tileLines } from './tileLines';

const row = (name: string, tags: Record<string, string>, state: 'up' | 'down' | 'paused' = 'up', reason: string | null = null) => {
  const server = aServer({ id: name, name, tags });
  return { server, status: aStatus({ id: name, name, state, reason }), vitals: undefined, sparkline: undefined };
};
const rows = [row('db1', { role: 'db' }, 'paused', 'auth_paused'), row('web2', { role: 'web', env: 'prod' }, 'down', 'refused'), row('web10', { role: 'web' })];
const all = { text: '', tags: '', status: '', sort: 'name' };
const names = (filter: Partial<typeof all>) => filterFleet(rows, { ...all, ...filter }).map(({ server }) => server.name);

describe('the fleet’s filter', () => {
  it('keeps the order of names, turns it round, and sorts states by urgency', () => {
    expect(names({})).toEqual(['db1', 'web2', 'web10']);
    expect(names({ sort: '-name' })).toEqual(['web10', 'web2', 'db1']);
    expect(names({ sort: 'status' })).toEqual(['web2', 'db1', 'web10']);
  });
  it('puts what is not known last, upwards and downwards', () => {
    const load = (name: string, load1: number | null) => ({ ...row(name, {}), vitals: { load1 } as never });
    const some = [load('a', 1), load('b', null), load('c', 3)];
    const sorted = (sort: string) => filterFleet(some, { ...all, sort }).map(({ server }) => server.name);
    expect(sorted('load')).toEqual(['a', 'c', 'b']);
    expect(sorted('-load')).toEqual(['c', 'a', 'b']);
  });
  it('needs every tag to match', () => {
    expect(names({ tags: 'role=web' })).toEqual(['web2', 'web10']);
    expect(names({ tags: 'role=web,env' })).toEqual(['web2']);
  });
  it('knows what waits for a person', () => {
    expect(rows.filter(needsPerson).map(({ server }) => server.name)).toEqual(['db1', 'web2']);
  });
  it('lays groups out in lines, those without the tag last', () => {
    const lines = tileLines(groupFleet(rows, 'env'), 2, true);
    expect(lines.map((line) => (line.type === 'heading' ? line.name : line.rows.length))).toEqual(['prod', 1, '', 2]);
  });
});

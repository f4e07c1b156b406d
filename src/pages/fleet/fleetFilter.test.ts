import { aServer, aStatus } from '../../test/factories';
import { filterFleet, groupFleet, needsPerson } from './fleetFilter';
import { tileLines } from './tileLines';

const row = (name: string, tags: Record<string, string>, state: 'up' | 'down' | 'paused' = 'up', reason: string | null = null) => {
  const server = aServer({ id: name, name, tags });
  return { server, status: aStatus({ id: name, name, state, reason }), vitals: undefined, sparkline: undefined };
};
const rows = [row('web10', { role: 'web' }), row('web2', { role: 'web', env: 'prod' }, 'down', 'refused'), row('db1', { role: 'db' }, 'paused', 'auth_paused')];
const all = { text: '', tags: '', status: '', sort: 'name' };
const names = (filter: Partial<typeof all>) => filterFleet(rows, { ...all, ...filter }).map(({ server }) => server.name);

describe('the fleet’s filter', () => {
  it('sorts names as people count, and state by urgency', () => {
    expect(names({})).toEqual(['db1', 'web2', 'web10']);
    expect(names({ sort: 'status' })).toEqual(['web2', 'db1', 'web10']);
  });
  it('needs every tag to match', () => {
    expect(names({ tags: 'role=web' })).toEqual(['web2', 'web10']);
    expect(names({ tags: 'role=web,env' })).toEqual(['web2']);
  });
  it('knows what waits for a person', () => {
    expect(rows.filter(needsPerson).map(({ server }) => server.name)).toEqual(['web2', 'db1']);
  });
  it('lays groups out in lines, those without the tag last', () => {
    const lines = tileLines(groupFleet(rows, 'env'), 2, true);
    expect(lines.map((line) => (line.type === 'heading' ? line.name : line.rows.length))).toEqual(['prod', 1, '', 2]);
  });
});

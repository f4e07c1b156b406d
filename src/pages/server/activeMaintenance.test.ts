import { MaintenanceWindow } from '../../../contract/maintenance.ts';
import { aServer } from '../../test/factories';
import { activeMaintenance, isOnlyFor } from './activeMaintenance';

const web1 = aServer({ id: 'a', name: 'web1', tags: { role: 'web' } });
const at = '2026-01-02T03:04:05Z';
const once = { type: 'once', from: at, to: at } as const;
const aWindow = (id: string, selector: object, change: object = {}) =>
  MaintenanceWindow.parse({ id, name: id, selector, when: once, reason: '', enabled: true, revision: 1, createdBy: 'ann', updatedAt: at, active: true, nextFrom: null, nextTo: at, ...change });

describe('maintenance of a server', () => {
  it('is what is active and means it', () => {
    const windows = [aWindow('own', { servers: ['a'] }), aWindow('tag', { tags: { role: 'web' } }), aWindow('other', { servers: ['b'] }), aWindow('later', { servers: ['a'] }, { active: false })];
    expect(activeMaintenance(windows, web1).map(({ id }) => id)).toEqual(['own', 'tag']);
  });
  it('can be ended here when it is for this server alone', () => {
    expect(isOnlyFor(aWindow('own', { servers: ['a'] }), web1)).toBe(true);
    expect(isOnlyFor(aWindow('two', { servers: ['a', 'b'] }), web1)).toBe(false);
    expect(isOnlyFor(aWindow('tag', { servers: ['a'], tags: { role: 'web' } }), web1)).toBe(false);
  });
});

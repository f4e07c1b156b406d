import { describe, expect, it } from '@jest/globals';
import { MaintenanceInput } from '../../../../contract/maintenance.ts';
import { maintenanceCalendar } from './maintenanceCalendar.ts';

const record = (id: string, when: unknown) => ({ id, revision: 1, updatedAt: 0, updatedBy: 'ann', definition: MaintenanceInput.parse({ name: 'patch', selector: { all: true }, when }) });
const march = { from: '2026-03-21T00:00:00Z', to: '2026-04-07T00:00:00Z' };
const sundays = record('w', { type: 'recurring', cron: '0 2 * * 0', lasts: '2h', timeZone: 'Europe/Berlin' });
const once = record('o', { type: 'once', from: '2026-03-23T10:00:00Z', to: '2026-03-24T10:00:00Z' });

describe('the calendar of maintenance', () => {
  it('has every time that windows are open, in order, through the change of the clock', () => {
    expect(maintenanceCalendar([sundays, once], march).items.map(({ windowId, from }) => [windowId, from])).toEqual([
      ['w', '2026-03-22T01:00:00.000Z'],
      ['o', '2026-03-23T10:00:00.000Z'],
      // 2:00 does not exist on that day in Berlin: the clock goes from 1:59 to 3:00.
      ['w', '2026-03-29T01:00:00.000Z'],
      ['w', '2026-04-05T00:00:00.000Z'],
    ]);
  });

  it('has no more than asked for, and none of a window that is switched off', () => {
    const often = record('w', { type: 'recurring', cron: '*/5 * * * *', lasts: '1m', timeZone: 'UTC' });
    expect(maintenanceCalendar([often], march)).toMatchObject({ items: { length: 1000 }, more: true });
    expect(maintenanceCalendar([{ ...once, definition: { ...once.definition, enabled: false } }], march)).toEqual({ items: [], more: false });
  });

  it('refuses a span that is backwards or too long', () => {
    expect(() => maintenanceCalendar([], { from: march.to, to: march.from })).toThrow('not after from');
    expect(() => maintenanceCalendar([], { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' })).toThrow('100 days');
  });
});

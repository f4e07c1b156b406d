import React from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import { setTimeZoneResolver } from '@grafana/data';
import { aHealth, aServer } from '../../test/factories';
import { mockEndpoint } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import AlertsRoutes from './AlertsRoutes';

setUpGrafana();
beforeEach(() => setTimeZoneResolver(() => 'Europe/Berlin'));
afterAll(() => setTimeZoneResolver(() => 'browser'));

const window = {
  id: 'w1', name: 'Kernel update', selector: { all: false, servers: [], tags: { env: 'test' } }, when: { type: 'recurring' as const, cron: '0 3 * * 0', lasts: '1h', timeZone: 'Europe/Berlin' },
  reason: 'Reboots', enabled: true, revision: 3, createdBy: 'grafana:ann', updatedAt: '2026-01-02T03:04:05Z', active: false, nextFrom: '2026-03-29T01:00:00Z', nextTo: '2026-03-29T02:00:00Z',
};
const occurrences = [
  { windowId: 'w1', name: 'Kernel update', from: '2026-03-22T02:00:00Z', to: '2026-03-22T03:00:00Z' },
  { windowId: 'w2', name: 'Move', from: '2026-03-30T20:00:00Z', to: '2026-04-01T06:00:00Z' },
];

function show(at = '/alerts/maintenance?month=2026-03') {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listIncidents', { items: [], next: null });
  mockEndpoint('listServers', { items: [aServer({ id: 's1', name: 'web1', tags: { env: 'test' } })], next: null });
  mockEndpoint('listMaintenance', { items: [window], next: null });
  const asked = mockEndpoint('maintenanceCalendar', { items: occurrences, more: false });
  return { asked, ...renderApp(<AlertsRoutes />, { at, route: 'alerts/*' }) };
}
const day = (calendar: HTMLElement, name: string) => within(calendar).getByLabelText(name).closest('li') as HTMLElement;

describe('the calendar of maintenance', () => {
  it('shows each time on its days, by the clock of Grafana, through the beginning of summer', async () => {
    const { asked } = show();
    const calendar = await screen.findByRole('region', { name: 'Calendar' });
    expect(await within(calendar).findByText('03:00–04:00 Kernel update')).toBeInTheDocument();
    expect(within(calendar).getByText('March 2026')).toBeInTheDocument();
    expect(within(calendar).getByText('Times in Europe/Berlin')).toBeInTheDocument();
    expect(within(day(calendar, 'Sunday, March 22')).getByText('03:00–04:00 Kernel update')).toBeInTheDocument();
    expect(within(day(calendar, 'Monday, March 30')).getByText('from 22:00 Move')).toBeInTheDocument();
    expect(within(day(calendar, 'Tuesday, March 31')).getByText('all day Move')).toBeInTheDocument();
    expect(within(day(calendar, 'Wednesday, April 1')).getByText('until 08:00 Move')).toBeInTheDocument();
    // Monday 23 February to Sunday 5 April, whole days in Berlin: an hour earlier in UTC, two in summer.
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({ from: '2026-02-22T23:00:00.000Z', to: '2026-04-05T22:00:00.000Z' });
  });

  it('turns to the months beside, in the address', async () => {
    const { user } = show();
    await user.click(await screen.findByRole('button', { name: 'Month after' }));
    expect(await screen.findByText('April 2026')).toBeInTheDocument();
    expect(screen.getByTestId('where')).toHaveTextContent('month=2026-04');
  });

  it('opens a window that is clicked, and saves its rule and zone', async () => {
    const saved = mockEndpoint('replaceMaintenance', window);
    const { user } = show();
    await user.click(await screen.findByRole('button', { name: '03:00–04:00 Kernel update' }));
    await user.click(await screen.findByRole('checkbox', { name: 'Wednesday' }));
    await user.click(screen.getByRole('button', { name: 'Save maintenance window' }));
    await waitFor(() => expect(saved[0]).toMatchObject({ ifMatch: '"3"', body: { when: { type: 'recurring', cron: '0 3 * * 0,3', lasts: '1h', timeZone: 'Europe/Berlin' } } }));
  });

  it('can be read by a viewer, and not more', async () => {
    grant('view');
    show();
    expect(await screen.findByText('03:00–04:00 Kernel update')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Kernel update|New|Edit|Delete/ })).not.toBeInTheDocument();
    expect(screen.getByText('every Sunday at 03:00 for 1h, Europe/Berlin')).toBeInTheDocument();
  });

  it('names servers, and says of those that are gone that they are', async () => {
    show();
    mockEndpoint('listMaintenance', { items: [{ ...window, selector: { all: false, servers: ['s1', '504cdcac'], tags: {} } }], next: null });
    expect(await screen.findByText('web1, a deleted server')).toBeInTheDocument();
  });
});

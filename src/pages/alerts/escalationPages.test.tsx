import React from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import { locationService } from '@grafana/runtime';
import { aHealth, anIncident, aServer } from '../../test/factories';
import { mockEndpoint } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import AlertsRoutes from './AlertsRoutes';

// The picture of an empty list is thousands of nodes, which every search by role would visit.
jest.mock('react-inlinesvg', () => ({ __esModule: true, default: () => null }));
setUpGrafana();

const at = '2026-01-02T03:04:05Z';
const ann = { id: 'c1', name: 'Ann', role: 'operator' as const, telegramUserId: '7', channels: [{ type: 'email' as const, address: 'ann@example.org' }], quietHours: null, enabled: true, revision: 2, updatedAt: at };
const policy = {
  id: 'p1', name: 'nights', order: 10, matcher: { checks: ['cpu'], severities: [], tags: { role: 'web' } }, steps: [{ targets: [{ type: 'contact' as const, id: 'c1' }], waitMinutes: 5 }],
  repeat: null, remindAcknowledgedMinutes: null, notifyResolved: true, enabled: true, revision: 4, updatedAt: at,
};
const shift = { contactId: 'c1', contactName: 'Ann', from: at, to: at, override: false };
const rota = { id: 'r1', name: 'duty', timeZone: 'Europe/Berlin', contacts: ['c1'], start: '2026-01-01', handOver: { weekday: 1, at: '09:00' }, weeksPerTurn: 1, overrides: [], revision: 1, updatedAt: at, onDuty: shift, next: [{ ...shift, contactName: 'Bob', override: true }] };
const nothing = { channel: 'email ann@example.org', ok: true, message: '' };

function show(part: string) {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listIncidents', { items: [], next: null });
  mockEndpoint('listServers', { items: [aServer({ id: 's1', name: 'web1', tags: { role: 'web' } })], next: null });
  mockEndpoint('listContacts', { items: [ann], next: null });
  mockEndpoint('listPolicies', { items: [policy], next: null });
  mockEndpoint('listSchedules', { items: [rota], next: null });
  mockEndpoint('listMaintenance', { items: [], next: null });
  mockEndpoint('maintenanceCalendar', { items: [], more: false });
  return renderApp(<AlertsRoutes />, { at: `/alerts/${part}`, route: 'alerts/*' });
}

describe('escalation', () => {
  it('shows policies in plain words, and saves a changed wait against what was read', async () => {
    const saved = mockEndpoint('replacePolicy', policy);
    const { user } = show('policies');
    expect(await screen.findByText('Ann, wait 5 min')).toBeInTheDocument();
    expect(screen.getByText('CPU usage, role=web')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    const wait = await screen.findByLabelText('Step 1 waits');
    await user.clear(wait);
    await user.type(wait, '9');
    await user.click(screen.getByRole('button', { name: 'Save policy' }));
    await waitFor(() => expect(saved[0]).toMatchObject({ ifMatch: '"4"', body: { name: 'nights', steps: [{ waitMinutes: 9, targets: [{ type: 'contact', id: 'c1' }] }] } }));
  });

  it('says what keeps a policy from being saved', async () => {
    const { user } = show('policies');
    await user.click(await screen.findByRole('button', { name: 'New policy' }));
    await user.click(await screen.findByRole('button', { name: 'Save policy' }));
    expect(await screen.findByText(/^name: /)).toBeInTheDocument();
  });

  it('adds a contact, and tests one', async () => {
    const made = mockEndpoint('createContact', ann);
    const tested = mockEndpoint('testContact', { results: [nothing] });
    const { user } = show('contacts');
    await user.click(await screen.findByRole('button', { name: 'Test' }));
    await waitFor(() => expect(tested).toHaveLength(1));
    await user.click(screen.getByRole('button', { name: 'New contact' }));
    await user.type(await screen.findByLabelText('Name'), 'Bob');
    await user.click(screen.getByRole('button', { name: 'Channel' }));
    await user.type(screen.getByLabelText('Address'), 'bob@example.org');
    expect(screen.getByLabelText('Name')).toHaveValue('Bob');
    expect(screen.getByLabelText('Address')).toHaveValue('bob@example.org');
    await user.click(screen.getByRole('button', { name: 'Save contact' }));
    await waitFor(() => expect(made[0]?.body).toMatchObject({ name: 'Bob', role: 'viewer', channels: [{ type: 'email', address: 'bob@example.org' }] }));
  });

  it('lets a viewer read contacts, and not even test one', async () => {
    grant('view');
    show('contacts');
    expect(await screen.findByText('ann@example.org')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Test|Edit|Delete|New/ })).not.toBeInTheDocument();
  });

  it('shows who has duty', async () => {
    show('rota');
    expect(await screen.findByText('duty')).toBeInTheDocument();
    const shifts = screen.getByRole('region', { name: 'Shifts of duty' });
    expect(within(shifts).getByText('Ann')).toBeInTheDocument();
    expect(within(shifts).getByText('Bob')).toBeInTheDocument();
    expect(within(shifts).getByText('override')).toBeInTheDocument();
  });

  it('gives a calendar an address once, and ends it', async () => {
    const made = mockEndpoint('makeCalendarLink', { path: '/calendars/r1/secret.ics' });
    const ended = mockEndpoint('endCalendarLink', undefined);
    const { user } = show('rota');
    await user.click(await screen.findByRole('button', { name: 'Calendar' }));
    expect(screen.queryByText(/secret\.ics/)).not.toBeInTheDocument();
    await user.click(await screen.findByRole('button', { name: 'Make an address' }));
    expect(await screen.findByText(/^http.*\/calendars\/r1\/secret\.ics$/)).toBeInTheDocument();
    expect(made[0]?.params).toEqual({ id: 'r1' });
    await user.click(screen.getByRole('button', { name: 'End the address' }));
    await waitFor(() => expect(screen.queryByText(/secret\.ics/)).not.toBeInTheDocument());
    expect(ended).toHaveLength(1);
  });

  it('lets a viewer save the file of a calendar, and make no address', async () => {
    grant('view');
    const { user } = show('rota');
    await user.click(await screen.findByRole('button', { name: 'Calendar' }));
    expect(await screen.findByRole('button', { name: 'Save the file' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /address/ })).not.toBeInTheDocument();
  });

  it('lets operators plan maintenance, and viewers read', async () => {
    const { user, unmount } = show('maintenance');
    await user.click((await screen.findAllByRole('button', { name: 'New maintenance window' }))[0] as HTMLElement);
    expect(await screen.findByLabelText(/^From/)).toBeInTheDocument();
    unmount();
    grant('view');
    show('maintenance');
    expect(await screen.findByText('No maintenance window yet')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'New maintenance window' })).not.toBeInTheDocument();
  });
});

describe('changes in a drawer that are not saved yet', () => {
  const ask = () => screen.queryByRole('dialog', { name: 'Leave without saving?' });
  const forms = [
    { part: 'policies', open: 'Edit', field: 'Name', save: 'replacePolicy' },
    { part: 'contacts', open: 'Edit', field: 'Name', save: 'replaceContact' },
    { part: 'rota', open: 'Edit', field: 'Name', save: 'replaceSchedule' },
    { part: 'maintenance', open: 'New maintenance window', field: 'Reason', save: 'createMaintenance' },
  ] as const;

  it.each(forms)('are asked about before the drawer of $part closes, and lost only then', async ({ part, open, field, save }) => {
    const saves = mockEndpoint(save, { policies: policy, contacts: ann, rota, maintenance: {} }[part] as never);
    const { user } = show(part);
    await user.click((await screen.findAllByRole('button', { name: open }))[0] as HTMLElement);
    await user.type(await screen.findByLabelText(field), ' too');
    for (const way of ['Cancel', 'Close']) {
      await user.click(screen.getByRole('button', { name: way }));
      expect(await screen.findByText('Leave without saving?')).toBeInTheDocument();
      await user.click(screen.getByRole('button', { name: 'Stay' }));
      expect(screen.getByLabelText(field)).toHaveDisplayValue(/ too$/);
      expect(ask()).not.toBeInTheDocument();
    }
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(await screen.findByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(screen.queryByLabelText(field)).not.toBeInTheDocument());
    expect(saves).toEqual([]);
  });

  it.each(forms)('are no question when the drawer of $part closes as it was opened', async ({ part, open, field }) => {
    const { user } = show(part);
    await user.click((await screen.findAllByRole('button', { name: open }))[0] as HTMLElement);
    await user.type(await screen.findByLabelText(field), 'x{Backspace}');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByLabelText(field)).not.toBeInTheDocument());
  });

  it('are asked about when the page is left', async () => {
    locationService.push('/a/shellwatch-fleet-app/alerts/contacts');
    const { user } = show('contacts');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    await user.type(await screen.findByLabelText('Name'), ' B');
    locationService.push('/a/shellwatch-fleet-app/fleet');
    expect(await screen.findByText('Leave without saving?')).toBeInTheDocument();
    expect(locationService.getLocation().pathname).toBe('/a/shellwatch-fleet-app/alerts/contacts');
    await user.click(screen.getByRole('button', { name: 'Leave' }));
    expect(locationService.getLocation().pathname).toBe('/a/shellwatch-fleet-app/fleet');
  });
});

describe('history', () => {
  it('is filtered by the address', async () => {
    const asked = mockEndpoint('alertHistory', { items: [anIncident({ state: 'resolved', resolvedAt: at, resolution: 'recovered' })], next: null });
    show('history?severity=critical&days=');
    expect(await screen.findByText('the value came back')).toBeInTheDocument();
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({ severity: 'critical', limit: '200' });
  });
});

import React from 'react';
import { screen, within } from '@testing-library/react';
import FleetPage from './FleetPage';
import { aHealth, anIncident, aServer, aStatus } from '../../test/factories';
import { layOut } from '../../test/layOut';
import { mockEndpoint, mockUnreachable } from '../../test/mockApi';
import { renderApp, setUpGrafana } from '../../test/render';

setUpGrafana();
layOut();
beforeEach(() => {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listIncidents', { items: [], next: null });
  mockEndpoint('listThresholds', { items: [], next: null });
});

const fleet = (servers: Array<ReturnType<typeof aServer>>) => {
  mockEndpoint('listServers', { items: servers, next: null });
  mockEndpoint('getFleetVitals', { servers: [] });
  mockEndpoint('getRealtimeStatus', { totals: { up: 0, down: 0, paused: 0, pending: 0 }, servers: servers.map((server) => server.status) });
};

describe('FleetPage', () => {
  it('greets an empty fleet with two ways in', async () => {
    fleet([]);
    renderApp(<FleetPage />);
    expect(await screen.findByText('No servers yet')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Add a server' })).toHaveAttribute('href', '/a/shellwatch-fleet-app/servers/new');
    expect(screen.getByRole('link', { name: 'Import servers' })).toBeInTheDocument();
  });

  it('puts what needs a person first, with the reason and the next step', async () => {
    const down = aStatus({ id: 'db', name: 'db2', state: 'down', reason: 'host_key_changed', message: 'The host key is not the pinned one; compare keys before accepting the new one.' });
    fleet([aServer({ id: 'a', name: 'web1' }), aServer({ id: 'db', name: 'db2', status: down })]);
    renderApp(<FleetPage />, { at: '/fleet?view=table' });
    const box = await screen.findByRole('region', { name: 'Needs a person' });
    expect(within(box).getByText('db2')).toBeInTheDocument();
    expect(within(box).queryByText('web1')).not.toBeInTheDocument();
    expect(within(box).getByRole('link', { name: /Compare keys/ })).toHaveAttribute('href', '/a/shellwatch-fleet-app/server/db/connection');
  });

  it('marks a server with what is open on it', async () => {
    mockEndpoint('listIncidents', { items: [anIncident({ serverId: 'a', severity: 'critical' }), anIncident({ id: 'i2', serverId: 'a', state: 'acknowledged' })], next: null });
    fleet([aServer({ id: 'a', name: 'web1' })]);
    renderApp(<FleetPage />, { at: '/fleet?view=table' });
    expect(await screen.findByText('2 incidents, critical')).toBeInTheDocument();
  });

  it('keeps the filter in the address', async () => {
    fleet([aServer({ id: 'a', name: 'web1' }), aServer({ id: 'b', name: 'db1' })]);
    const { user } = renderApp(<FleetPage />, { at: '/fleet?view=table' });
    await user.type(await screen.findByPlaceholderText(/Search name/), 'db');
    expect(screen.getByTestId('where')).toHaveTextContent('text=db');
    expect(screen.getByText('1 of 2 shown')).toBeInTheDocument();
  });

  it('shows the columns that the address names, and remembers those that were chosen', async () => {
    fleet([aServer({ id: 'a', name: 'web1' })]);
    const { user, unmount } = renderApp(<FleetPage />, { at: '/fleet?view=table&columns=cpu,load' });
    const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent?.replace(/ [↑↓]$/, ''));
    await screen.findByRole('table', { name: 'Servers' });
    expect(heads()).toEqual(['Server', 'CPU', 'Load']);
    await user.click(screen.getByRole('combobox', { name: 'Columns' }));
    await user.click(await screen.findByRole('option', { name: 'Tags' }));
    expect(heads()).toEqual(['Server', 'CPU', 'Load', 'Tags']);
    unmount();
    renderApp(<FleetPage />, { at: '/fleet?view=table' });
    await screen.findByRole('table', { name: 'Servers' });
    expect(heads()).toEqual(['Server', 'CPU', 'Load', 'Tags']);
  });

  it('says when the exporter can not be reached', async () => {
    mockUnreachable();
    renderApp(<FleetPage />);
    expect(await screen.findByText('The exporter does not answer')).toBeInTheDocument();
    expect(screen.getByText('The fleet will stand here when the exporter answers.')).toBeInTheDocument();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });
});

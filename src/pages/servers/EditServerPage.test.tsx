import React from 'react';
import { screen, waitFor } from '@testing-library/react';
import { locationService } from '@grafana/runtime';
import { testSteps, type ConnectionTest, type TestStep } from '../../../contract/connectionTest.ts';
import { aHealth, aServer } from '../../test/factories';
import { mockEndpoint, mockFailure } from '../../test/mockApi';
import { renderApp, setUpGrafana } from '../../test/render';
import ServersRoutes from './ServersRoutes';

const key = { type: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}`, key: 'AAAA' };
const web1 = aServer({ id: 's1', name: 'web1', host: 'web1.example' });

/** A test that goes as far as the host key, or to its end. */
const tested = (hostKeyState: ConnectionTest['hostKeyState']): ConnectionTest => {
  const ok = hostKeyState === 'pinned' || hostKeyState === 'accepted';
  return {
    ok,
    durationMs: 120,
    steps: testSteps.map((step, at): TestStep => ({ step, status: ok || at < 3 ? 'ok' : at === 3 ? 'failed' : 'skipped', ms: 1, reason: null, detail: null, advice: null })),
    hostKey: key,
    hostKeyState,
    rung: ok ? 'perl' : null,
    families: ok ? 236 : null,
  };
};

setUpGrafana();
beforeEach(() => {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listServers', { items: [web1], next: null });
  mockEndpoint('getServer', web1);
  locationService.push('/a/shellwatch-fleet-app/servers/s1/edit');
});

const open = () => renderApp(<ServersRoutes />, { at: '/servers/s1/edit', route: 'servers/*' });
const leave = () => locationService.push('/a/shellwatch-fleet-app/fleet');

describe('changes that are not saved yet', () => {
  it('are asked about after a test of the connection too', async () => {
    mockEndpoint('testUnsavedServer', tested('pinned'));
    const { user } = open();
    await user.type(await screen.findByLabelText('Notes'), 'rack 4');
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    expect(await screen.findByText(/236 metric families/)).toBeInTheDocument();
    leave();
    expect(await screen.findByText('Leave without saving?')).toBeInTheDocument();
  });

  it('are asked about after a save that was refused too', async () => {
    mockFailure('replaceServer', 'name_taken');
    const { user } = open();
    await user.type(await screen.findByLabelText('Notes'), 'rack 4');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByRole('button', { name: 'Save changes' })).toBeEnabled();
    leave();
    expect(await screen.findByText('Leave without saving?')).toBeInTheDocument();
  });

  it('are lost by leaving, and not saved', async () => {
    const saves = mockEndpoint('replaceServer', web1);
    const { user } = open();
    await user.type(await screen.findByLabelText('Notes'), 'rack 4');
    leave();
    await user.click(await screen.findByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(locationService.getLocation().pathname).toBe('/a/shellwatch-fleet-app/fleet'));
    expect(saves).toEqual([]);
  });

  it('are no longer there once they are saved', async () => {
    mockEndpoint('replaceServer', web1);
    const { user } = open();
    await user.type(await screen.findByLabelText('Notes'), 'rack 4');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent('/server/s1'));
    leave();
    expect(locationService.getLocation().pathname).toBe('/a/shellwatch-fleet-app/fleet');
  });
});

describe('the host key in a test of an edit', () => {
  it('that is another than the pinned one is told to be so, and can not be accepted here', async () => {
    mockEndpoint('testUnsavedServer', tested('changed'));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Test connection' }));
    expect(await screen.findByText('web1 shows another host key than the pinned one')).toBeInTheDocument();
    expect(screen.queryByText(/is not known yet/)).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /They are the same/ })).not.toBeInTheDocument();
  });

  it('that was compared is pinned with the changes', async () => {
    mockEndpoint('testUnsavedServer', ({ body }) => tested((body as { acceptFingerprint?: string }).acceptFingerprint === undefined ? 'unverified' : 'accepted'));
    mockEndpoint('replaceServer', aServer({ ...web1, port: 2222 }));
    const pins = mockEndpoint('importKnownHosts', { lines: [], pinned: 1 });
    const { user } = open();
    await user.clear(await screen.findByLabelText(/^Port/));
    await user.type(screen.getByLabelText(/^Port/), '2222');
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    await user.click(await screen.findByRole('button', { name: /accept this key/ }));
    expect(await screen.findByText(/236 metric families/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent('/server/s1'));
    expect(pins[0]?.body).toEqual({ text: '[web1.example]:2222 ssh-ed25519 AAAA', dryRun: false });
  });
});

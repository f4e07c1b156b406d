import React from 'react';
import { screen } from '@testing-library/react';
import { testSteps, type TestStep } from '../../../contract/connectionTest.ts';
import { aHealth, aServer, aStatus } from '../../test/factories';
import { mockEndpoint } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import ServersRoutes from './ServersRoutes';

const key = { type: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}`, key: 'AAAA' };

setUpGrafana();
beforeEach(() => {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listServers', { items: [], next: null });
});

const open = () => renderApp(<ServersRoutes />, { at: '/servers/new', route: 'servers/*' });

describe('adding a server', () => {
  it('goes from an address to the first values: test, compare the key, save', async () => {
    const tests = mockEndpoint('testUnsavedServer', ({ body }) => {
      const accepted = (body as { acceptFingerprint?: string }).acceptFingerprint !== undefined;
      return {
        ok: accepted,
        durationMs: 120,
        steps: testSteps.map((step, at): TestStep => ({ step, status: accepted || at < 3 ? 'ok' : at === 3 ? 'failed' : 'skipped', ms: 1, reason: null, detail: null, advice: at === 3 && !accepted ? 'Compare the fingerprint.' : null })),
        hostKey: key,
        hostKeyState: accepted ? 'accepted' : 'unverified',
        rung: accepted ? 'perl' : null,
        families: accepted ? 236 : null,
      };
    });
    const created = mockEndpoint('createServer', aServer({ id: 'new', name: 'web1' }));
    mockEndpoint('getServerStatus', aStatus({ id: 'new', name: 'web1' }));
    mockEndpoint('getMetrics', { id: 'new', name: 'web1', at: null, fresh: false, vitals: null, families: [] });
    mockEndpoint('getHostKey', { state: 'verified', seen: null, pinned: null, pinnedKeys: [] });
    const { user } = open();

    await user.type(await screen.findByLabelText(/^Address/), 'ssh -p 2222 monitor@web1.example');
    await user.type(screen.getByLabelText(/^Private key/), '-----BEGIN-----');
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    expect(await screen.findByText('Compare the fingerprint.')).toBeInTheDocument();
    expect(tests[0]?.body).toMatchObject({ host: 'web1.example', port: 2222, username: 'monitor' });

    expect(screen.getByText('The host key of web1 is not known yet')).toBeInTheDocument();
    expect(screen.getByText(key.fingerprint)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /accept this key/ }));
    expect(await screen.findByText(/236 metric families/)).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Save server' }));
    expect(await screen.findByRole('link', { name: 'Open web1' })).toBeInTheDocument();
    expect(created[0]?.body).toMatchObject({ name: 'web1', host: 'web1.example', hostKey: { type: 'ssh-ed25519', key: 'AAAA' }, auth: { type: 'key', privateKey: '-----BEGIN-----\n' } });
  });

  it('shows every rule of the contract at its field and sends nothing', async () => {
    const created = mockEndpoint('createServer', aServer());
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Save server' }));
    expect(await screen.findByText('Enter the address.')).toBeInTheDocument();
    expect(screen.getByText('Enter a name.')).toBeInTheDocument();
    expect(screen.getByText('Paste a private key, or generate one.')).toBeInTheDocument();
    expect(created).toHaveLength(0);
  });

  it('is closed to those who may not', async () => {
    grant('view', 'operate');
    open();
    expect(await screen.findByText(/Your role does not let you add and change servers/)).toBeInTheDocument();
  });
});

import React from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { aHealth, aToken } from '../../test/factories';
import { mockEndpoint, mockFailure, mockServer, mockUnreachable } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import SettingsPage from './SettingsPage';

setUpGrafana();

function show(part: string) {
  mockEndpoint('getHealth', aHealth());
  return renderApp(<SettingsPage />, { at: `/settings/${part}`, route: 'settings/:part' });
}

const entry = (id: string, action: string) => ({ id, at: '2026-01-02T03:04:05Z', actor: 'grafana:ann', role: 'admin' as const, from: '192.0.2.9', action, targetType: 'server', targetId: 's1', targetName: 'web1', requestId: null, details: { name: 'web1' } });

describe('health', () => {
  it('tells of the exporter, its database and what it keeps', async () => {
    mockEndpoint('getHistoryState', { oldest: '2026-01-01T00:00:00Z', retentionSeconds: 2_592_000, bytes: 1024, maxBytes: 4096, samples: 1000, chunks: 3, prometheus: false });
    mockEndpoint('listRetention', { items: [{ what: 'runs', seconds: 2_592_000, setting: 'SHELLWATCH_RUN_RETENTION' }] });
    mockEndpoint('getTelegram', { configured: true, from: 'settings', botName: 'ops_bot', state: 'running', lastError: null, lastUpdateAt: null, queued: 0, dead: 0, repeated: 0, linked: [] });
    show('health');
    expect(await screen.findByText('@ops_bot')).toBeInTheDocument();
    expect(await screen.findByText('0.1.0')).toBeInTheDocument();
    expect(await screen.findByText('1 KiB of 4 KiB')).toBeInTheDocument();
    expect(screen.getByText('http://exporter')).toBeInTheDocument();
    expect(await screen.findByText('SHELLWATCH_RUN_RETENTION')).toBeInTheDocument();
  });

  it('says when the exporter can not be reached', async () => {
    mockUnreachable();
    renderApp(<SettingsPage />, { at: '/settings/health', route: 'settings/:part' });
    expect(await screen.findByText('The exporter does not answer')).toBeInTheDocument();
    expect(await screen.findByText('The health of the exporter will stand here when the exporter answers.')).toBeInTheDocument();
  });
});

describe('tokens', () => {
  it('are made, and shown once', async () => {
    mockEndpoint('listTokens', { items: [aToken()], next: null });
    const asked = mockEndpoint('createToken', { ...aToken({ name: 'backup' }), token: 'shw_the_whole_token' });
    const { user } = show('tokens');
    await user.click(await screen.findByRole('button', { name: 'New token' }));
    await user.click(screen.getByRole('button', { name: 'Make token' }));
    expect(await screen.findByText('Enter a name.')).toBeInTheDocument();
    await user.type(screen.getByLabelText(/^Name/), 'backup');
    await user.click(screen.getByRole('button', { name: 'Make token' }));
    expect(await screen.findByText('shw_the_whole_token')).toBeInTheDocument();
    expect(asked[0]?.body).toEqual({ name: 'backup', kind: 'direct', role: 'viewer' });
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByText('shw_the_whole_token')).not.toBeInTheDocument();
  });

  it('are revoked by their name; the last one of an admin is not', async () => {
    mockEndpoint('listTokens', { items: [aToken()], next: null });
    mockFailure('deleteToken', 'last_admin');
    const { user } = show('tokens');
    await user.click(await screen.findByRole('button', { name: 'Revoke prometheus' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: 'Revoke' })).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'prometheus');
    await user.click(within(dialog).getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByText('prometheus')).toBeInTheDocument();
  });
});

describe('the audit log', () => {
  it('is narrowed by who, what and when, and goes on to older entries', async () => {
    const asked = mockEndpoint('listAudit', ({ query }) => ({ items: query.get('cursor') === null ? [entry('a1', 'server.create')] : [entry('a2', 'server.delete')], next: query.get('cursor') === null ? 'more' : null }));
    const { user } = show('audit?action=server.&days=30&text=ann');
    expect(await screen.findByText('server.create')).toBeInTheDocument();
    expect(asked[0]?.query.get('action')).toBe('server.');
    expect(asked[0]?.query.get('text')).toBe('ann');
    expect(Date.now() - Date.parse(asked[0]?.query.get('from') ?? '')).toBeGreaterThan(29 * 86_400_000);
    await user.click(screen.getByRole('button', { name: 'Show older entries' }));
    expect(await screen.findByText('server.delete')).toBeInTheDocument();
    expect(screen.getByText('server.create')).toBeInTheDocument();
  });

  it('leaves out what ran by itself until asked for it', async () => {
    const asked = mockEndpoint('listAudit', { items: [{ ...entry('a1', 'command.run'), actor: 'schedule' }], next: null });
    const { user } = show('audit');
    await screen.findByText('command.run');
    const last = () => [asked.at(-1)?.query.get('actor'), asked.at(-1)?.query.get('notActor')];
    const who = () => screen.getByRole('combobox', { name: 'Who' });
    expect([last(), who()]).toEqual([[null, 'schedule'], expect.objectContaining({ value: 'Without schedules' })]);
    // Options are drawn for what is in sight, and nothing is without a layout: the keyboard chooses.
    await user.click(who());
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(who()).toHaveValue('Schedules alone'));
    await waitFor(() => expect(last()).toEqual(['schedule', null]));
    await user.click(who());
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(who()).toHaveValue('Everyone'));
    await waitFor(() => expect(last()).toEqual([null, null]));
  });

  it('tells what an entry changed, and gives it as JSON', async () => {
    const details = { changed: { port: { from: 22, to: 2222 }, interval: { from: null, to: '30s' } }, credential: 'replaced' };
    mockEndpoint('listAudit', { items: [{ ...entry('a1', 'server.update'), details }], next: null });
    const { user } = show('audit');
    // Grafana's button copies by another way where the page came over plain http.
    Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true });
    const summary = await screen.findByText('Port: 22 → 2222');
    expect(screen.queryByText('Interval')).not.toBeInTheDocument();
    await user.click(summary);
    const fact = async (name: string) => (await screen.findByText(name, { selector: 'dt' })).nextElementSibling;
    expect(await fact('Interval')).toHaveTextContent('none → 30s');
    expect(await fact('Credential')).toHaveTextContent('replaced');
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy as JSON' }));
    expect(JSON.parse(copied.mock.calls[0]?.[0] ?? '')).toEqual(details);
  });
});

describe('who may not', () => {
  it('see the settings sees no tab of them', async () => {
    grant('view', 'operate');
    mockServer.use(http.all('http://localhost/api/plugin-proxy/shellwatch-fleet-app/admin/*', () => HttpResponse.json({ message: 'plugin proxy route access denied' }, { status: 403 })));
    show('tokens');
    expect(await screen.findByText('Your role does not let you see the settings')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Tokens' })).not.toBeInTheDocument();
  });
});

it('the about page names the versions', async () => {
  show('about');
  expect(await screen.findByText('Apache-2.0')).toBeInTheDocument();
});

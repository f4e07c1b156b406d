import React from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { ThresholdInput } from '../../../contract/threshold.ts';
import { aHealth, aServer } from '../../test/factories';
import { mockEndpoint, mockServer } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import AlertsRoutes from './AlertsRoutes';

setUpGrafana();

const general = { check: 'cpu' as const, scope: { type: 'default' as const }, warning: 70, critical: 80, enabled: true, note: '', id: 't1', revision: 3, updatedAt: '2026-01-02T03:04:05Z', updatedBy: 'ann' };
const effective = (wouldFire: 'warning' | null) => ({ check: 'cpu' as const, serverId: 's1', serverName: 'web1', item: null, warning: 70, critical: 80, enabled: true, from: { type: 'default' as const }, thresholdId: null, value: 75, wouldFire });

function show(at = '/alerts/thresholds') {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('listIncidents', { items: [], next: null });
  mockEndpoint('listServers', { items: [aServer({ id: 's1', name: 'web1', tags: { role: 'web' } })], next: null });
  mockEndpoint('listThresholds', { items: [general, { ...general, id: 't2', scope: { type: 'tag', tag: 'role', value: 'web' }, warning: 50 }], next: null });
  return renderApp(<AlertsRoutes />, { at, route: 'alerts/*' });
}

describe('thresholds', () => {
  it('show what is shipped, what was set, and for whom', async () => {
    show();
    const row = (await screen.findByText('CPU usage')).closest('tr') as HTMLElement;
    expect(within(row).getByRole('button', { name: '70% / 80%' })).toBeInTheDocument();
    expect(within(row).getByRole('button', { name: '50% / 80%' })).toBeInTheDocument();
    expect(screen.getByRole('columnheader', { name: 'role=web' })).toBeInTheDocument();
    expect(screen.getByText('Disk inodes')).toBeInTheDocument();
  });

  it('are read by a viewer, and not changed', async () => {
    grant('view');
    show();
    const row = (await screen.findByText('CPU usage')).closest('tr') as HTMLElement;
    expect(within(row).getByText('50% / 80%')).toBeInTheDocument();
    expect(within(row).queryByRole('button')).not.toBeInTheDocument();
  });

  it('are changed with a preview of what would fire, against the revision that was read', async () => {
    const previews = mockEndpoint('previewThreshold', ({ body }) => ({ items: [effective((body as ThresholdInput).warning === 60 ? 'warning' : null)] }));
    const saved = mockEndpoint('replaceThreshold', general);
    const { user } = show();
    await user.click(await screen.findByRole('button', { name: '70% / 80%' }));
    expect(await screen.findByText('Would fire on none of 1 measured now.')).toBeInTheDocument();
    await user.clear(screen.getByLabelText(/^Warning/));
    await user.type(screen.getByLabelText(/^Warning/), '60');
    expect(await screen.findByText('Would fire now on web1.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Save limits' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]).toMatchObject({ params: { id: 't1' }, ifMatch: '"3"', body: { check: 'cpu', warning: 60, critical: 80 } });
    expect(previews.length).toBeGreaterThan(1);
  });

  it('that were changed and not saved are asked about', async () => {
    mockEndpoint('previewThreshold', { items: [effective(null)] });
    const { user } = show();
    await user.click(await screen.findByRole('button', { name: '70% / 80%' }));
    await user.type(screen.getByLabelText('Note'), 'night job');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(await screen.findByRole('button', { name: 'Stay' }));
    expect(screen.getByLabelText('Note')).toHaveValue('night job');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(await screen.findByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(screen.queryByLabelText('Note')).not.toBeInTheDocument());
  });

  it('show what is in force on one server', async () => {
    mockEndpoint('effectiveThresholds', { items: [effective('warning')] });
    show('/alerts/thresholds?server=s1');
    const region = await screen.findByRole('region', { name: 'Limits in force' });
    expect(within(region).getByText('75%')).toBeInTheDocument();
    expect(within(region).getByText('warning')).toBeInTheDocument();
  });
});

describe('set-up', () => {
  it('makes the account of least privilege with one click, and gives its token to the exporter', async () => {
    const calls: string[] = [];
    const answer = (method: 'get' | 'post', path: string, body: object | object[]) =>
      mockServer.use(
        http[method](`http://localhost${path}`, async ({ request }) => {
          calls.push(`${method} ${path} ${method === 'post' ? await request.text() : ''}`.trim());
          return HttpResponse.json(body as never);
        })
      );
    answer('get', '/api/folders', [{ uid: 'f1', title: 'Shellwatch' }]);
    answer('get', '/api/serviceaccounts/search', { serviceAccounts: [] });
    answer('post', '/api/serviceaccounts', { id: 7, name: 'shellwatch-exporter' });
    answer('post', '/api/access-control/folders/f1/users/7', {});
    answer('post', '/api/serviceaccounts/7/tokens', { key: 'glsa_secret' });
    const off = { url: null, tokenSet: false, from: 'nowhere' as const, state: 'off' as const, lastError: null, lastComparedAt: null, corrected: 0, lastWebhookAt: null };
    mockEndpoint('getGrafanaLink', off);
    mockEndpoint('getTelegram', { configured: false, from: 'nowhere', botName: null, state: 'off', lastError: null, lastUpdateAt: null, queued: 0, dead: 0, repeated: 0, linked: [] });
    const put = mockEndpoint('putGrafanaLink', { ...off, url: 'http://grafana:3000', tokenSet: true, from: 'settings', state: 'starting' });
    const { user } = show('/alerts/setup');
    const address = await screen.findByLabelText('Grafana as the exporter reaches it');
    await user.clear(address);
    await user.type(address, 'http://grafana:3000/');
    await user.click(screen.getByRole('button', { name: 'Create the service account' }));
    await waitFor(() => expect(put[0]?.body).toEqual({ url: 'http://grafana:3000', token: 'glsa_secret' }));
    expect(calls.slice(0, 4)).toEqual([
      'get /api/folders',
      'get /api/serviceaccounts/search',
      'post /api/serviceaccounts {"name":"shellwatch-exporter","role":"None"}',
      'post /api/access-control/folders/f1/users/7 {"permission":"Edit"}',
    ]);
  });
});

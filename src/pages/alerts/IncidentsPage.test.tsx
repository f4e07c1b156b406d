import React from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { aHealth, anIncident } from '../../test/factories';
import { mockEndpoint, mockServer } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import AlertsRoutes from './AlertsRoutes';

setUpGrafana();

const worse = anIncident({ id: 'i2', severity: 'critical', summary: 'db1: server down', serverName: 'db1', serverId: 's2' });
const taken = anIncident({ id: 'i3', state: 'acknowledged', acknowledgedBy: 'grafana:ann', summary: 'web3: memory usage 97 %' });

function show(at = '/alerts/incidents') {
  mockEndpoint('getHealth', aHealth());
  return renderApp(<AlertsRoutes />, { at, route: 'alerts/*' });
}

describe('incidents', () => {
  beforeEach(() => mockEndpoint('listIncidents', { items: [taken, anIncident(), worse], next: null }));

  it('come worst first, those somebody took last', async () => {
    show();
    const links = await screen.findAllByRole('link', { name: /web1:|db1:|web3:/ });
    expect(links.map((link) => link.textContent)).toEqual([worse.summary, anIncident().summary, taken.summary]);
    expect(screen.getByText(/2 wait, 3 open/)).toBeInTheDocument();
  });

  it('are acknowledged many at once, with the result of each', async () => {
    const asked = mockEndpoint('bulkIncidents', { results: [{ id: 'i1', ok: true, code: null, message: null }, { id: 'i2', ok: false, code: 'conflict', message: 'somebody acknowledged it before' }] });
    const { user } = show();
    await user.click(await screen.findByRole('checkbox', { name: `Choose ${worse.summary}` }));
    await user.click(screen.getByRole('checkbox', { name: `Choose ${anIncident().summary}` }));
    expect(screen.getByText('2 chosen')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Acknowledge' }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]?.body).toEqual({ ids: expect.arrayContaining(['i1', 'i2']), action: 'acknowledge', comment: '' });
    await waitFor(() => expect(screen.queryByText('2 chosen')).not.toBeInTheDocument());
  });

  it('can only be read by a viewer', async () => {
    grant('view');
    show();
    await screen.findByRole('link', { name: worse.summary });
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('tab', { name: 'Set-up' })).not.toBeInTheDocument();
  });
});

describe('one incident', () => {
  const event = (id: string, kind: 'fired' | 'acknowledged', actor: string, text = '') => ({ id, at: '2026-01-02T03:04:05Z', kind, actor, channel: 'app', text });
  beforeEach(() => {
    mockEndpoint('listIncidents', { items: [anIncident()], next: null });
    mockEndpoint('getIncident', { ...anIncident({ serverId: null }), events: [event('1', 'fired', 'grafana'), event('2', 'acknowledged', 'grafana:ann', 'on it')] });
  });

  it('tells what happened, and takes a comment', async () => {
    const asked = mockEndpoint('commentIncident', { ...anIncident(), events: [] });
    const { user } = show('/alerts/incidents/i1');
    const line = await screen.findByRole('region', { name: 'Time line' });
    expect(within(line).getByText('on it')).toBeInTheDocument();
    expect(within(line).getByText('ann')).toBeInTheDocument();
    await user.type(screen.getByLabelText('Comment'), 'a runaway job');
    await user.click(screen.getByRole('button', { name: 'Add comment' }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ comment: 'a runaway job' }));
  });

  it('is silenced in Grafana as the person, and the exporter is told which silence it is', async () => {
    const made: unknown[] = [];
    mockServer.use(
      http.post('http://localhost/api/alertmanager/grafana/api/v2/silences', async ({ request }) => {
        made.push(await request.json());
        return HttpResponse.json({ silenceID: 'silence-1' }, { status: 202 });
      })
    );
    const asked = mockEndpoint('silenceIncident', { ...anIncident(), events: [] });
    const { user } = show('/alerts/incidents/i1');
    await user.click(await screen.findByRole('button', { name: 'Silence' }));
    await user.click(await screen.findByRole('menuitem', { name: '4 hours' }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ minutes: 240, silenceId: 'silence-1' }));
    expect(made).toMatchObject([{ matchers: [{ name: '__alert_rule_uid__', value: 'sw_cpu' }, { name: 'check', value: 'cpu' }, { name: 'instance', value: 'web1' }] }]);
  });

  it('is silenced by the exporter for who may not silence in Grafana', async () => {
    mockServer.use(http.post('http://localhost/api/alertmanager/grafana/api/v2/silences', () => HttpResponse.json({ message: 'no' }, { status: 403 })));
    const asked = mockEndpoint('silenceIncident', { ...anIncident(), events: [] });
    const { user } = show('/alerts/incidents/i1');
    await user.click(await screen.findByRole('button', { name: 'Silence' }));
    await user.click(await screen.findByRole('menuitem', { name: '1 hour' }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ minutes: 60 }));
  });
});

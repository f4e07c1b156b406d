import React from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { AppEvents } from '@grafana/data';
import { aHealth, anIncident } from '../../test/factories';
import { mockEndpoint, mockFailure, mockServer } from '../../test/mockApi';
import { appEvents, grant, renderApp, setUpGrafana } from '../../test/render';
import AlertsRoutes from './AlertsRoutes';

setUpGrafana();
beforeEach(() => mockEndpoint('listContacts', { items: [], next: null }));

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
    await waitFor(() => expect(asked[0]?.body).toEqual({ minutes: 240, comment: '', silenceId: 'silence-1' }));
    expect(made).toMatchObject([{ matchers: [{ name: '__alert_rule_uid__', value: 'sw_cpu' }, { name: 'check', value: 'cpu' }, { name: 'instance', value: 'web1' }] }]);
  });

  it('is not silenced for who may not silence in Grafana, and says why', async () => {
    mockServer.use(http.post('http://localhost/api/alertmanager/grafana/api/v2/silences', () => HttpResponse.json({ message: 'no' }, { status: 403 })));
    const asked = mockEndpoint('silenceIncident', { ...anIncident(), events: [] });
    const told: string[] = [];
    const subscription = appEvents.subscribe({ type: AppEvents.alertError.name } as never, (event) => void told.push((event.payload as string[]).join(': ')));
    const { user } = show('/alerts/incidents/i1');
    await user.click(await screen.findByRole('button', { name: 'Silence' }));
    await user.click(await screen.findByRole('menuitem', { name: '1 hour' }));
    await waitFor(() => expect(told).toEqual([expect.stringContaining('Grafana does not let you silence alerts')]));
    subscription.unsubscribe();
    expect(asked).toEqual([]);
  });

  it('ends a silence as the person too, also one that is over already', async () => {
    const ended: string[] = [];
    mockServer.use(
      http.delete('http://localhost/api/alertmanager/grafana/api/v2/silence/:id', ({ params }) => (ended.push(String(params['id'])), HttpResponse.json({ message: 'silence expired' }, { status: 500 }))),
      http.get('http://localhost/api/alertmanager/grafana/api/v2/silence/:id', () => HttpResponse.json({ status: { state: 'expired' } }))
    );
    const silenced = anIncident({ serverId: null, silenceId: 's-1', silencedUntil: new Date(Date.now() + 60_000).toISOString() });
    mockEndpoint('getIncident', { ...silenced, events: [] });
    const asked = mockEndpoint('unsilenceIncident', { ...silenced, events: [] });
    const { user } = show('/alerts/incidents/i1');
    await user.click(await screen.findByRole('button', { name: 'End the silence' }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ ended: true }));
    expect(ended).toEqual(['s-1']);
  });

  it('is silenced by the exporter when Alertmanager told of it', async () => {
    mockEndpoint('getIncident', { ...anIncident({ serverId: null, source: 'alertmanager', ruleUid: null }), events: [] });
    const asked = mockEndpoint('silenceIncident', { ...anIncident(), events: [] });
    const { user } = show('/alerts/incidents/i1');
    await user.click(await screen.findByRole('button', { name: 'Silence' }));
    await user.click(await screen.findByRole('menuitem', { name: '1 hour' }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ minutes: 60, comment: '' }));
  });

  it('is assigned to a contact, and to nobody again', async () => {
    const ann = { id: 'c1', name: 'Ann', role: 'operator' as const, telegramUserId: null, channels: [], quietHours: null, enabled: true, revision: 1, updatedAt: '2026-01-02T03:04:05Z' };
    mockEndpoint('listContacts', { items: [ann], next: null });
    mockEndpoint('getIncident', () => ({ ...anIncident({ serverId: null, assignee: asked.length === 1 ? 'c1' : null }), events: [] }));
    const asked = mockEndpoint('assignIncident', ({ body }) => ({ ...anIncident({ assignee: (body as { contactId: string | null }).contactId }), events: [] }));
    const { user } = show('/alerts/incidents/i1');
    await user.click(await screen.findByRole('combobox', { name: 'Assigned to' }));
    // The list is drawn for what is in sight, and nothing is without a layout: the keyboard chooses.
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(asked[0]?.body).toEqual({ contactId: 'c1' }));
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Assigned to' })).toHaveValue('Ann'));
    await user.click(screen.getByRole('combobox', { name: 'Assigned to' }));
    await user.keyboard('{ArrowUp}{Enter}');
    await waitFor(() => expect(asked[1]?.body).toEqual({ contactId: null }));
  });

  it('that is not there says so', async () => {
    mockFailure('getIncident', 'incident_not_found');
    show('/alerts/incidents/i1');
    expect(await screen.findByText('There is no such incident')).toBeInTheDocument();
  });
});

describe('many incidents', () => {
  it('are silenced one by one as the person, and what failed is told by name', async () => {
    mockEndpoint('listIncidents', { items: [anIncident(), worse], next: null });
    const made: Array<{ createdBy: string; matchers: Array<{ name: string; value: string }> }> = [];
    mockServer.use(
      http.post('http://localhost/api/alertmanager/grafana/api/v2/silences', async ({ request }) => {
        made.push((await request.json()) as (typeof made)[number]);
        return HttpResponse.json({ silenceID: `silence-${made.length}` }, { status: 202 });
      })
    );
    const noted = mockEndpoint('silenceIncident', { ...anIncident(), events: [] });
    mockServer.use(http.post('http://localhost/api/plugin-proxy/shellwatch-fleet-app/operate/incidents/i2/silence', () => HttpResponse.json({ code: 'conflict', message: 'The incident is resolved already.' }, { status: 409 })));
    const { user } = show();
    await user.click(await screen.findByRole('checkbox', { name: 'Choose all' }));
    await user.click(screen.getByRole('button', { name: 'Silence' }));
    await user.click(await screen.findByRole('menuitem', { name: '4 hours' }));
    expect(await screen.findByText('db1: server down: The incident is resolved already.')).toBeInTheDocument();
    expect(noted.map(({ params }) => params['id'])).toEqual(['i1']);
    expect(made).toHaveLength(2);
    expect(screen.queryByText(/chosen$/)).not.toBeInTheDocument();
  });
});

import React from 'react';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LoadingState, getDefaultTimeRange, type PanelProps } from '@grafana/data';
import { incidentFrame } from '../../datasource/query/incidents';
import { anIncident } from '../../test/factories';
import { mockEndpoint } from '../../test/mockApi';
import { grant, setUpGrafana } from '../../test/render';
import { IncidentsPanel, type IncidentsOptions } from './IncidentsPanel';

setUpGrafana();

const incidents = [
  anIncident({ id: 'i1', state: 'acknowledged', acknowledgedBy: 'grafana:ann', summary: 'web3: memory usage 97 %' }),
  anIncident({ id: 'i2', summary: 'web1: CPU usage 90 %' }),
  anIncident({ id: 'i3', severity: 'critical', summary: 'db1: server down' }),
];

function show(options: Partial<IncidentsOptions> = {}, series = [incidentFrame('A', incidents)]) {
  const data = { state: LoadingState.Done, series, timeRange: getDefaultTimeRange() };
  const props = { id: 1, data, width: 400, height: 300, fieldConfig: { defaults: {}, overrides: [] }, options: { onlyWaiting: false, severity: 'all', acknowledge: true, showServer: false, ...options } };
  render(<IncidentsPanel {...(props as unknown as PanelProps<IncidentsOptions>)} />);
  return { lines: () => screen.getAllByRole('listitem').map((line) => line.textContent), user: userEvent.setup() };
}

it('tells what waits first, the worst of it before, then what somebody took', () => {
  const { lines } = show();
  expect(lines()).toEqual([expect.stringContaining('db1: server down'), expect.stringContaining('web1: CPU usage 90 %'), expect.stringMatching(/web3: memory usage 97 %.*acknowledged by ann/)]);
});

it('shows only what waits, or only what is critical', () => {
  const { lines } = show({ onlyWaiting: true, severity: 'critical' });
  expect(lines()).toEqual([expect.stringContaining('db1: server down')]);
});

it('acknowledges for those who may, as the person', async () => {
  const asked = mockEndpoint('acknowledgeIncident', { ...anIncident(), events: [] });
  const { user } = show();
  const line = screen.getByText('db1: server down').closest('li') as HTMLElement;
  await user.click(within(line).getByRole('button', { name: 'Acknowledge' }));
  await waitFor(() => expect(within(line).queryByRole('button')).not.toBeInTheDocument());
  expect(asked.map(({ params }) => params['id'])).toEqual(['i3']);
});

it('has no button for a viewer, and none when it is switched off', () => {
  show({ acknowledge: false });
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
  grant('view');
  show();
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('says when nothing is there, and when the query gives something else', () => {
  show({ onlyWaiting: true }, [incidentFrame('A', [])]);
  expect(screen.getByText('Nothing waits for a person.')).toBeInTheDocument();
});

import React from 'react';
import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { config } from '@grafana/runtime';
import { statusReasons, type ServerStatus } from '../../../contract/status.ts';
import { aServer, aStatus } from '../../test/factories';
import { mockFailure, mockServer } from '../../test/mockApi';
import { grant, renderApp, setUpGrafana } from '../../test/render';
import { HardwareTab } from './HardwareTab';
import { MetricsTab } from './MetricsTab';

jest.mock('react-inlinesvg', () => ({ __esModule: true, default: () => null }));
jest.mock('../../viz/initScenes', () => ({ initScenes: () => Promise.resolve() }));
jest.mock('./MetricsGraphs', () => ({ __esModule: true, default: () => 'graphs' }));

setUpGrafana();

const refused = { state: 'down', reason: 'refused', message: statusReasons.refused, detail: 'connect ECONNREFUSED 192.0.2.10:22', lastSeen: null } as const;
const server = aServer({ id: 's1', name: 'gone1' });

/** Prometheus, with so many series of the server at each look. */
function prometheus(...series: number[]) {
  const asked: Array<string | null> = [];
  mockServer.use(
    http.get('http://localhost/api/datasources/proxy/uid/prom/api/v1/series', ({ request }) => {
      const count = series[Math.min(asked.length, series.length - 1)] ?? 0;
      asked.push(new URL(request.url).searchParams.get('match[]'));
      return HttpResponse.json({ status: 'success', data: Array.from({ length: count }, () => ({ instance: 'gone1' })) });
    }),
    http.get('http://localhost/api/search', () => HttpResponse.json([]))
  );
  return asked;
}

const metrics = (change: Partial<ServerStatus>) => renderApp(<MetricsTab server={server} status={aStatus({ id: 's1', name: 'gone1', ...change })} />);

beforeEach(() => {
  config.datasources = { prom: { uid: 'prom', name: 'Metrics DB', type: 'prometheus', isDefault: true } } as unknown as typeof config.datasources;
});
afterEach(() => jest.useRealTimers());

describe('the metrics of a server that was never reached', () => {
  it('say why there are none, and lead to the test and the edit', async () => {
    const asked = prometheus(0);
    metrics(refused);
    expect(await screen.findByText('Metrics DB has no values of gone1 yet')).toBeInTheDocument();
    expect(screen.getByText(/Nothing listens on this port/)).toBeInTheDocument();
    expect(screen.getByText('connect ECONNREFUSED 192.0.2.10:22')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Test the connection' })).toHaveAttribute('href', expect.stringMatching(/server\/s1\/connection$/));
    expect(screen.getByRole('link', { name: 'Edit gone1' })).toHaveAttribute('href', expect.stringMatching(/servers\/s1\/edit$/));
    expect(screen.queryByText('graphs')).not.toBeInTheDocument();
    expect(asked[0]).toContain('instance="gone1"');
  });

  it('offer a viewer only what a viewer may do', async () => {
    grant('view');
    prometheus(0);
    metrics(refused);
    expect(await screen.findByRole('link', { name: 'See the connection' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /Edit|Test/ })).not.toBeInTheDocument();
  });

  it('are graphs as soon as there are samples, and nobody looks for them any more', async () => {
    jest.useFakeTimers();
    const asked = prometheus(0, 0, 1);
    metrics({});
    expect(await screen.findByText(/They come with the next scrape/)).toBeInTheDocument();
    expect(await screen.findByText('graphs', {}, { timeout: 25_000 })).toBeInTheDocument();
    // Who changes the interval reads once more.
    await jest.advanceTimersByTimeAsync(1_000);
    const looks = asked.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(looks);
  });

  it('are graphs while Prometheus does not tell: they say why', async () => {
    mockServer.use(
      http.get('http://localhost/api/datasources/proxy/uid/prom/api/v1/series', () => HttpResponse.json({}, { status: 502 })),
      http.get('http://localhost/api/search', () => HttpResponse.json([]))
    );
    metrics(refused);
    expect(await screen.findByText('graphs')).toBeInTheDocument();
  });
});

it('the specs of a server that was never reached say why there are none', async () => {
  mockFailure('getSpecs', 'specs_not_read');
  mockFailure('listSpecsHistory', 'specs_not_read');
  renderApp(<HardwareTab server={server} status={aStatus({ id: 's1', name: 'gone1', ...refused })} />);
  expect(await screen.findByText('The specs of gone1 were not read yet')).toBeInTheDocument();
  expect(screen.getByText(/Nothing listens on this port/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Read now' })).not.toBeInTheDocument();
});

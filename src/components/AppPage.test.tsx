import React, { useState } from 'react';
import { screen, waitFor } from '@testing-library/react';
import { aHealth } from '../test/factories';
import { useAppServices } from '../data/appContext';
import { mockEndpoint, mockServer, mockUnreachable } from '../test/mockApi';
import { renderApp, setUpGrafana } from '../test/render';
import { AppPage } from './AppPage';

setUpGrafana();

describe('a page with tabs', () => {
  const original = Element.prototype.scrollIntoView;
  afterEach(() => (Element.prototype.scrollIntoView = original));

  it('can be left where scrolling answers with a promise, as newer browsers do', async () => {
    mockEndpoint('getHealth', aHealth());
    const scrolled = jest.fn().mockResolvedValue(undefined);
    Element.prototype.scrollIntoView = scrolled;
    document.body.insertAdjacentHTML('beforeend', '<span role="tab" aria-selected="true"></span>');
    const { unmount } = renderApp(
      <AppPage title="Alerts" tabs={[{ text: 'Incidents', url: '/a', active: true }]}>
        content
      </AppPage>
    );
    expect(await screen.findByText('content')).toBeInTheDocument();
    expect(scrolled).toHaveBeenCalled();
    expect(unmount).not.toThrow();
    document.querySelector('span[role="tab"]')?.remove();
  });

  it('shows its tab again when a count has moved it', async () => {
    mockEndpoint('getHealth', aHealth());
    const scrolled = jest.fn();
    Element.prototype.scrollIntoView = scrolled;
    document.body.insertAdjacentHTML('beforeend', '<span role="tab" aria-selected="true"></span>');
    const Page = () => {
      const [count, setCount] = useState(0);
      return (
        <AppPage title="Alerts" tabs={[{ text: 'Incidents', url: '/a', active: false, count }, { text: 'Rota', url: '/b', active: true }]}>
          <button onClick={() => setCount(4)}>news</button>
        </AppPage>
      );
    };
    const { user } = renderApp(<Page />);
    await screen.findByText('news');
    const before = scrolled.mock.calls.length;
    await user.click(screen.getByText('news'));
    expect(scrolled.mock.calls.length).toBe(before + 1);
    document.querySelector('span[role="tab"]')?.remove();
  });
});

describe('a page without its exporter', () => {
  it('dims what was read before, until the exporter answers again', async () => {
    mockUnreachable();
    const { user } = renderApp(
      <AppPage title="Fleet">
        <Refresh />
      </AppPage>
    );
    expect(await screen.findByText('The exporter does not answer')).toBeInTheDocument();
    // The banner itself is not of the past.
    expect(screen.getByText('The exporter does not answer').closest('[data-stale]')).toBeNull();
    const around = screen.getByText('again').closest('[data-stale]');
    expect(around).toHaveAttribute('data-stale', 'true');
    expect(around).toHaveStyle({ opacity: 0.6 });
    mockServer.resetHandlers();
    mockEndpoint('getHealth', aHealth());
    await user.click(screen.getByText('again'));
    await waitFor(() => expect(around).toHaveAttribute('data-stale', 'false'));
    expect(screen.queryByText('The exporter does not answer')).not.toBeInTheDocument();
  });
});

function Refresh() {
  const { queries } = useAppServices();
  return <button onClick={() => queries.retryFailed()}>again</button>;
}

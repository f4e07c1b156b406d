import React, { useState } from 'react';
import { screen } from '@testing-library/react';
import { aHealth } from '../test/factories';
import { mockEndpoint } from '../test/mockApi';
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

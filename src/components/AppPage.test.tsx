import React from 'react';
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
});

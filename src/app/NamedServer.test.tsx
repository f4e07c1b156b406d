import React from 'react';
import { screen, waitFor } from '@testing-library/react';
import { aHealth, aStatus } from '../test/factories';
import { mockEndpoint } from '../test/mockApi';
import { renderApp, setUpGrafana } from '../test/render';
import { NamedServer } from './NamedServer';

setUpGrafana();

function show(name: string) {
  mockEndpoint('getHealth', aHealth());
  mockEndpoint('getRealtimeStatus', { servers: [aStatus({ id: 's1', name: 'web 1' })], totals: { up: 1, down: 0, paused: 0, pending: 0 } });
  renderApp(<NamedServer />, { at: `/server?name=${name}`, route: 'server' });
}
const where = () => screen.getByTestId('where').textContent;

it('the link of an alert leads to the page of its server', async () => {
  show('web+1');
  await waitFor(() => expect(where()).toMatch(/\/server\/s1\/overview$/));
});

it('a name that nobody has is looked for in the fleet', async () => {
  show('gone');
  await waitFor(() => expect(where()).toMatch(/\/fleet\?text=gone$/));
});

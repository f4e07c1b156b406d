import React from 'react';
import { screen } from '@testing-library/react';
import { layOut } from '../test/layOut';
import { renderApp, setUpGrafana } from '../test/render';
import { VirtualTable, type Column } from './VirtualTable';

setUpGrafana();
layOut();

interface Row {
  id: string;
  note: string;
}
const columns: Array<Column<Row>> = [
  { id: 'choose', title: '', corner: true, width: '20px', cell: ({ id }) => <input type="checkbox" aria-label={`Choose ${id}`} /> },
  { id: 'name', title: 'Server', width: '1fr', cell: ({ id }) => id, link: ({ id }) => `/a/shellwatch-fleet-app/server/${id}` },
  { id: 'note', title: 'Note', width: '1fr', cell: ({ note }) => note },
];
const show = () => renderApp(<VirtualTable label="Servers" columns={columns} rows={[{ id: 'web1', note: 'in rack 4' }, { id: 'db1', note: '–' }]} rowKey={({ id }) => id} empty="None" />);

describe('a table of many rows', () => {
  it('opens a row by a click beside its links and boxes', async () => {
    const { user } = show();
    await user.click(await screen.findByRole('checkbox', { name: 'Choose web1' }));
    expect(screen.getByTestId('where')).toHaveTextContent('/fleet');
    await user.click(screen.getByText('in rack 4'));
    expect(screen.getByTestId('where')).toHaveTextContent('/server/web1');
  });

  it('tells each cell what it is, for the card that a row is on a phone', async () => {
    show();
    expect(await screen.findByText('in rack 4')).toHaveAttribute('data-title', 'Note');
    expect(screen.getByText('–')).toHaveAttribute('data-blank');
    expect(screen.getByRole('link', { name: 'web1' }).closest('[role="cell"]')).toHaveAttribute('data-lead');
  });
});

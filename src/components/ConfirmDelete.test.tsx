import React, { useState } from 'react';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfirmDelete } from './ConfirmDelete';

it('is typed into at once, confirmed by Enter and left by Escape', async () => {
  const [onConfirm, onDismiss] = [jest.fn(), jest.fn()];
  render(<ConfirmDelete name="web1" body="All of it goes." onConfirm={onConfirm} onDismiss={onDismiss} />);
  expect(screen.getByPlaceholderText(/Type "web1"/)).toHaveFocus();
  await userEvent.keyboard('web1{Enter}');
  expect(onConfirm).toHaveBeenCalledTimes(1);
  await userEvent.keyboard('{Escape}');
  expect(onDismiss).toHaveBeenCalled();
});

function Opener() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Delete</button>
      {open && <ConfirmDelete name="web1" body="All of it goes." onConfirm={jest.fn()} onDismiss={() => setOpen(false)} />}
    </>
  );
}

it('gives the focus back to what opened it', async () => {
  render(<Opener />);
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Delete' })).toHaveFocus());
});

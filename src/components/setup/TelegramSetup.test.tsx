import React from 'react';
import { screen, waitFor } from '@testing-library/react';
import type { ReplyInputOf } from '../../../contract/endpoint.ts';
import type { Api } from '../../../contract/api.ts';
import { mockEndpoint, mockFailure } from '../../test/mockApi';
import { renderApp, setUpGrafana } from '../../test/render';
import { TelegramSetup } from './TelegramSetup';

setUpGrafana();

type Settings = ReplyInputOf<Api['getTelegram']>;
const token = '123456789:AAabcdefghijklmnopqrstuvwxyz01234567';
const off: Settings = { configured: false, from: 'nowhere', botName: null, state: 'off', lastError: null, lastUpdateAt: null, queued: 0, dead: 0, repeated: 0, linked: [] };
const running: Settings = { ...off, configured: true, from: 'settings', botName: 'duty_bot', state: 'running' };
const ann = { id: 'c1', name: 'Ann', role: 'operator' as const, telegramUserId: null, channels: [], quietHours: null, enabled: true, revision: 1, updatedAt: '2026-01-02T03:04:05Z' };

beforeEach(() => mockEndpoint('listContacts', { items: [ann], next: null }));

it('takes a token, shows whose it is, gives a person a code, and says when it was used', async () => {
  let settings = off;
  mockEndpoint('getTelegram', () => settings);
  const put = mockEndpoint('putTelegram', () => (settings = running));
  const made = mockEndpoint('linkTelegram', { code: 'K7QX', url: 'https://t.me/duty_bot?start=K7QX', expiresAt: '2026-01-02T03:19:05Z' });
  const tested = mockEndpoint('testContact', { results: [{ channel: 'Telegram 7', ok: true, message: '' }] });
  const { user } = renderApp(<TelegramSetup />);
  await user.type(await screen.findByLabelText(/^Bot token/), token);
  await user.click(screen.getByRole('button', { name: 'Set the bot' }));
  expect(await screen.findByText('@duty_bot')).toBeInTheDocument();
  expect(put[0]?.body).toEqual({ token });

  await user.click(screen.getByRole('combobox', { name: 'Link a person' }));
  await user.keyboard('{ArrowDown}{Enter}');
  settings = { ...running, linked: [] };
  await user.click(screen.getByRole('button', { name: 'Make a code' }));
  expect(await screen.findByText('/start K7QX')).toBeInTheDocument();
  expect(made[0]?.body).toEqual({ contactId: 'c1' });

  settings = { ...running, linked: [{ contactId: 'c1', contactName: 'Ann', userId: '7', role: 'operator' }] };
  await user.click(screen.getByRole('button', { name: 'Make a code' }));
  expect(await screen.findByText('Ann is linked as operator')).toBeInTheDocument();
  expect(screen.queryByText('/start K7QX')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Send a test message' }));
  await waitFor(() => expect(tested).toHaveLength(1));
});

it('says what is wrong with a token before it is sent, and does not offer to change one of the environment', async () => {
  mockEndpoint('getTelegram', off);
  const { user, unmount } = renderApp(<TelegramSetup />);
  await user.type(await screen.findByLabelText(/^Bot token/), 'no token');
  expect(screen.getByText('A number, a colon and some 35 characters')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Set the bot' })).toBeDisabled();
  unmount();
  mockEndpoint('getTelegram', { ...running, from: 'configuration' });
  renderApp(<TelegramSetup />);
  expect(await screen.findByText('Set by SHELLWATCH_TELEGRAM_TOKEN.')).toBeInTheDocument();
  expect(screen.queryByLabelText(/^Bot token/)).not.toBeInTheDocument();
});

it('says why the bot can not be read', async () => {
  mockFailure('getTelegram', 'timeout');
  renderApp(<TelegramSetup />);
  expect(await screen.findByText('Could not read the bot')).toBeInTheDocument();
});

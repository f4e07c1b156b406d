import type { APIRequestContext, Page } from '@playwright/test';
import { expect, stack } from './app.ts';

/** What specs of alerting share: the chats of the Bot API double, and limits that make something fire. */
export const proxy = '/api/plugin-proxy/shellwatch-fleet-app';
export const telegram = stack?.telegram;
/** A scrape of 5 s, an evaluation of 10 s, the group's wait of 1 s, a poll of 5 s, and 15 s more. */
export const inTime = 45_000;

export interface TelegramPerson {
  id: number;
  first_name: string;
}
export interface Message {
  id: number;
  chatId: string;
  text: string;
  edits: number;
  buttons: string[];
}
export const messagesTo = async ({ id }: TelegramPerson): Promise<Message[]> => ((await (await fetch(`${telegram}/messages`)).json()) as Message[]).filter(({ chatId }) => chatId === String(id));
export const press = (person: TelegramPerson, message: Message, label: string) => fetch(`${telegram}/press`, { method: 'POST', body: JSON.stringify({ person, message: message.id, label }) });
export const say = (person: TelegramPerson, text: string) => fetch(`${telegram}/say`, { method: 'POST', body: JSON.stringify({ person, text }) });

export const idOf = async (request: APIRequestContext, name: string) => {
  const { items } = (await (await request.get(`${proxy}/view/servers?text=${name}`)).json()) as { items: Array<{ id: string; name: string }> };
  return items.find((one) => one.name === name)?.id ?? '';
};
/** Rebooted less than so long ago: true of every machine, or of none. */
export async function limitReboot(request: APIRequestContext, serverId: string, warning: number) {
  const reply = await request.post(`${proxy}/operate/thresholds`, { data: { check: 'reboot', scope: { type: 'server', serverId }, warning, critical: null } });
  expect(reply.status()).toBe(201);
}

export interface GrafanaSilence {
  id: string;
  createdBy: string;
  status: { state: string };
  matchers: Array<{ name: string; value: string }>;
}
/** Those that keep alerts quiet now. */
export const activeSilences = async (request: APIRequestContext): Promise<GrafanaSilence[]> =>
  ((await (await request.get('/api/alertmanager/grafana/api/v2/silences')).json()) as GrafanaSilence[]).filter(({ status }) => status.state === 'active');

export const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

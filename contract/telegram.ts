import { z } from 'zod';
import { endpoint, Id, Instant } from './endpoint.ts';

export const TelegramSettings = z
  .object({
    configured: z.boolean().describe('A bot token is set'),
    from: z.enum(['configuration', 'settings', 'nowhere']).describe('configuration: the environment sets the token, and it can not be changed here'),
    botName: z.string().nullable(),
    state: z.enum(['off', 'starting', 'running', 'failing']),
    lastError: z.string().nullable(),
    lastUpdateAt: Instant.nullable(),
    queued: z.number().int().describe('Notifications waiting in the outbox'),
    dead: z.number().int().describe('Notifications given up'),
    repeated: z.number().int().describe('How many times a notification was sent once more, as the exporter had stopped while it sent it; each may have arrived twice'),
    linked: z.array(z.object({ contactId: Id, contactName: z.string(), userId: z.string(), role: z.string() })),
  })
  .meta({ id: 'TelegramSettings' });
export type TelegramSettings = z.infer<typeof TelegramSettings>;

export const TelegramInput = z
  .strictObject({ token: z.string().regex(/^\d{3,20}:[A-Za-z0-9_-]{20,64}$/, 'as @BotFather gives it').nullable().describe('null removes the bot') })
  .meta({ id: 'TelegramInput' });

export const TelegramLink = z
  .object({ code: z.string().describe('The person sends /start CODE to the bot'), url: z.string().nullable(), expiresAt: Instant })
  .meta({ id: 'TelegramLink' });

export const telegramEndpoints = {
  getTelegram: endpoint({ method: 'GET', path: '/settings/telegram', role: 'admin', tag: 'telegram', summary: 'The bot and who is linked', reply: TelegramSettings }),
  putTelegram: endpoint({ method: 'PUT', path: '/settings/telegram', role: 'admin', tag: 'telegram', summary: 'Set or remove the bot; the token is tried first', body: TelegramInput, reply: TelegramSettings, errors: ['conflict', 'unprocessable'] }),
  linkTelegram: endpoint({ method: 'POST', path: '/settings/telegram/link', role: 'admin', tag: 'telegram', summary: 'A code that links a Telegram user to a contact', body: z.strictObject({ contactId: Id }), reply: TelegramLink, status: 201, errors: ['contact_not_found', 'unprocessable'] }),
};

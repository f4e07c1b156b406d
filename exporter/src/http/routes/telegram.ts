import type { telegramEndpoints } from '../../../../contract/telegram.ts';
import type { TelegramRoom } from '../../fleet/telegram/telegramRoom.ts';
import type { Handlers } from '../route.ts';

/** The bot's settings and links to people. */
export const telegramRoutes = (telegram: TelegramRoom): Handlers<typeof telegramEndpoints> => ({
  getTelegram: () => telegram.show(),
  putTelegram: ({ body, actor }) => telegram.put(body.token, actor),
  linkTelegram: ({ body, actor }) => telegram.link(body.contactId, actor),
});

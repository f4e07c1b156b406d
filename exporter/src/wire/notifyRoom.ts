import type { Incident } from '../../../contract/incident.ts';
import { createTelegramRoom, type TelegramRoom } from '../fleet/telegram/telegramRoom.ts';
import { telegramRoutes } from '../http/routes/telegram.ts';
import { telegramHook, telegramHookPath } from '../http/routes/telegramHook.ts';
import { createEmailDeliverer } from '../notify/email.ts';
import { createBot } from '../notify/telegram/bot.ts';
import { chatCommands } from '../notify/telegram/commands/list.ts';
import { createTelegramDeliverer } from '../notify/telegram/deliverer.ts';
import { createDispatch } from '../notify/telegram/dispatch.ts';
import { createWebhookDeliverer } from '../notify/webhook.ts';
import type { Core, Peers } from './core.ts';
import type { WireRoom } from './room.ts';

/** Rooms that a chat reaches; they are wired before. */
function present(peers: Peers): Required<Pick<Peers, 'incidents' | 'escalation' | 'commands' | 'logs' | 'history'>> {
  const { incidents, escalation, commands, logs, history } = peers;
  if (!incidents || !escalation || !commands || !logs || !history) {
    throw new Error('notifyRoom is wired after those it calls');
  }
  return { incidents, escalation, commands, logs, history };
}

const emailOf = ({ config: { smtpUrl, smtpFrom }, clock, log }: Core) => {
  if (smtpUrl === undefined || smtpFrom === undefined) {
    if (smtpUrl !== undefined || smtpFrom !== undefined) {
      log.warn('e-mail is off: SHELLWATCH_SMTP_URL and SHELLWATCH_SMTP_FROM go together');
    }
    return undefined;
  }
  return createEmailDeliverer({ url: smtpUrl, from: smtpFrom }, clock);
};

/** How people are told, and how they answer: Telegram, e-mail, webhooks. */
export const notifyRoom: WireRoom = async (core) => {
  const { config, clock, log, store, vault, audit, polling, board, peers } = core;
  const { escalation, ...called } = present(peers);
  const { contacts, outbox } = escalation;
  const bot = createBot({
    apiRoot: config.telegramApiRoot,
    webhookUrl: config.telegramWebhookUrl && `${config.telegramWebhookUrl}${telegramHookPath}`,
    clock,
    onUpdate: (...update) => dispatch.take(...update),
    commands: chatCommands.map(({ name, about }) => ({ command: name, description: about })),
    onError: (error) => log.warn({ err: error }, 'telegram: the bot is not well'),
  });
  const telegram: TelegramRoom = createTelegramRoom({ store, vault, audit, clock, bot, contacts, outbox, configured: config.telegramToken?.reveal() });
  const dispatch = createDispatch({ clock, log, telegram, contacts, servers: polling.roster.list, statuses: polling.statuses, board, ...called });
  const email = emailOf(core);
  const incidents = async (ids: readonly string[]): Promise<Incident[]> => called.incidents.shown(ids);
  escalation.register({
    telegram: createTelegramDeliverer({ clock, connection: bot.connection, codes: telegram.codes, incidents }),
    webhook: createWebhookDeliverer(clock),
    ...(email === undefined ? {} : { email }),
  });
  await telegram.load().catch((error: unknown) => log.error({ err: error }, 'telegram: the token could not be read'));
  return {
    handlers: telegramRoutes(telegram),
    parts: config.telegramWebhookUrl === undefined ? [] : [{ path: telegramHookPath, handler: telegramHook(bot.door) }],
    start: bot.begin,
    async stop() {
      await Promise.all([bot.stop(), dispatch.stop()]);
      email?.close();
    },
  };
};

import { bad, Refused, textIn, type Fields } from './telegramRequest.ts';

/** How a bot hears of things, of the Bot API double: it asks for them, or they are sent to its webhook. */
export function createTelegramUpdates() {
  const waiting: Array<{ update_id: number } & Record<string, unknown>> = [];
  const webhookAnswers: number[] = [];
  let [webhook, secret, next] = ['', '', 1000];
  let poll: { arrived: () => void; end: () => void } | undefined;

  return {
    webhook: () => webhook,
    /** How the bot answered what was sent to it. */
    webhookAnswers,
    waiting: () => waiting.length,
    feed(update: Record<string, unknown>): void {
      const numbered = { update_id: (next += 1), ...update };
      if (webhook === '') {
        waiting.push(numbered);
        poll?.arrived();
      } else {
        void fetch(webhook, { method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }, body: JSON.stringify(numbered) }).then(({ status }) => webhookAnswers.push(status));
      }
    },

    /** https://core.telegram.org/bots/api#setwebhook: the secret is 1-256 of these characters, and comes back in a header. */
    setWebhook(fields: Fields): true {
      const given = textIn(fields, 'secret_token') ?? '';
      if (!/^[A-Za-z0-9_-]{0,256}$/.test(given)) {
        throw bad('secret token contains unallowed characters');
      }
      [webhook, secret] = [textIn(fields, 'url') ?? '', given];
      return true;
    },
    /** https://core.telegram.org/bots/api#deletewebhook */
    deleteWebhook(): true {
      webhook = '';
      return true;
    },

    /**
     * https://core.telegram.org/bots/api#getupdates: an offset confirms all before it; at most 100; not beside a webhook.
     * One reader at a time: github.com/tdlib/telegram-bot-api, Client.cpp, whose words these are.
     */
    async getUpdates(fields: Fields, gone: Promise<void>): Promise<unknown> {
      if (webhook !== '') {
        throw new Refused({ error_code: 409, description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" });
      }
      poll?.end();
      const offset = Number(textIn(fields, 'offset') ?? 0);
      waiting.splice(0, waiting.filter(({ update_id: id }) => id < offset).length);
      const allowed = JSON.parse(textIn(fields, 'allowed_updates') ?? '[]') as string[];
      const ready = () => waiting.filter((update) => allowed.length === 0 || allowed.some((kind) => kind in update)).slice(0, Math.min(100, Number(textIn(fields, 'limit') ?? 100)));
      if (ready().length === 0 && Number(textIn(fields, 'timeout') ?? 0) > 0) {
        let ended = false;
        await new Promise<void>((resolve) => {
          const over = () => {
            clearTimeout(timer);
            // Whoever ended this one waits by now.
            poll = poll === own ? undefined : poll;
            resolve();
          };
          const own = { arrived: over, end: () => ((ended = true), over()) };
          const timer = setTimeout(over, Number(textIn(fields, 'timeout')) * 1000);
          poll = own;
          void gone.then(over);
        });
        if (ended) {
          throw new Refused({ error_code: 409, description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running' });
        }
      }
      return ready();
    },
  };
}

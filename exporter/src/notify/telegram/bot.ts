import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Bot, nodeFrameworkWebhook, TelegramApiError, type Update } from 'node-telegram-bot-api';
import type { TelegramSettings } from '../../../../contract/telegram.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { TelegramBot } from '../../fleet/telegram/telegramRoom.ts';
import { connect, type Connection } from './connection.ts';
import { callOptions } from './messenger.ts';
import { reasonOf } from './sendFailure.ts';

export interface BotDeps {
  apiRoot: string | undefined;
  /** Telegram brings the news here instead of being asked for them. */
  webhookUrl: string | undefined;
  clock: Clock;
  /** What people write and press; rejects never. */
  onUpdate: (connection: Connection, update: Update, botName: string) => Promise<void>;
  /** What the client suggests after `/`. */
  commands: ReadonlyArray<{ command: string; description: string }>;
  onError: (error: Error) => void;
}

/** How long Telegram holds a request for news open. */
const pollSeconds = 25;
const retryMs = 2_000;
const longestRetryMs = 60_000;
/** Whatever else a bot may hear: https://core.telegram.org/bots/api#update */
const kinds = ['message', 'callback_query', 'inline_query'] as const;

/** Made of the token, so that nothing has to be kept: https://core.telegram.org/bots/api#setwebhook, secret_token */
const webhookSecret = (token: string): string => createHmac('sha256', token).update('shellwatch webhook').digest('base64url');

const ended = (signal: AbortSignal) => new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

interface Life {
  stop: () => void;
  done: Promise<void>;
}

/** The bot's life: who it is, asking for news by long polling (no public address is needed) or being brought them, again after every failure. */
export interface RunningBot extends TelegramBot {
  /** What messages go out through; undefined while there is no token. */
  connection(): Connection | undefined;
  /** From now on a token that is set is lived with; before, it can only be written with. */
  begin(): void;
  /** Takes what Telegram brings, while it brings. */
  door(): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  stop(): Promise<void>;
}

export function createBot({ apiRoot, webhookUrl, clock, onUpdate, commands, onError }: BotDeps): RunningBot {
  const off: ReturnType<TelegramBot['state']> = { botName: null, state: 'off', lastError: null, lastUpdateAt: null };
  let shown = { ...off };
  let connection: Connection | undefined;
  let life: Life | undefined;
  let begun = false;
  let door: ReturnType<RunningBot['door']>;

  const options = { ...callOptions, ...(apiRoot === undefined ? {} : { apiRoot }) };
  const show = (change: Partial<TelegramSettings>) => void (shown = { ...shown, ...change });

  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve);
      signal.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    });

  /** Does it until it works; says how it goes. undefined when the bot was stopped meanwhile. */
  async function insist<T>(what: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const result = await what(signal);
        show({ state: 'running', lastError: null });
        return result;
      } catch (error) {
        if (signal.aborted) {
          break;
        }
        const conflict = error instanceof TelegramApiError && error.errorCode === 409;
        const reason = conflict ? 'Another program reads the news of this bot; each bot has one reader.' : reasonOf(error);
        if (shown.lastError !== reason) {
          onError(new Error(reason));
        }
        show({ state: 'failing', lastError: reason });
        const asked = error instanceof TelegramApiError ? error.retryAfter : undefined;
        await pause(asked === undefined ? Math.min(longestRetryMs, retryMs * 2 ** Math.min(failures, 6)) : asked * 1000, signal);
      }
    }
    return undefined;
  }

  /** An update is done with when one with a higher number is asked for: https://core.telegram.org/bots/api#getupdates */
  async function* news({ api }: Bot, signal: AbortSignal): AsyncGenerator<Update> {
    let offset: number | undefined;
    while (!signal.aborted) {
      const updates = await insist((stop) => api.getUpdates({ ...(offset === undefined ? {} : { offset }), timeout: pollSeconds, allowed_updates: [...kinds] }, stop), signal);
      for (const update of updates ?? []) {
        yield update;
        offset = update.update_id + 1;
      }
    }
  }

  async function live(now: Connection, signal: AbortSignal): Promise<void> {
    const bot = new Bot(now.token, options);
    const me = await insist((stop) => bot.api.getMe(stop), signal);
    if (me === undefined) {
      return;
    }
    const botName = me.username ?? String(me.id);
    show({ botName });
    // News are not given by polling while an address is set for them: https://core.telegram.org/bots/api#getupdates
    const url = webhookUrl;
    const secretToken = webhookSecret(now.token);
    bot.use((context) => {
      show({ lastUpdateAt: instant(clock.now()) });
      return onUpdate(now, context.update, botName);
    });
    bot.catch((error) => onError(error instanceof Error ? error : new Error(String(error))));
    // Its types leave no place for an undefined method or body, which it takes well.
    door = url === undefined ? undefined : (nodeFrameworkWebhook(bot, { secretToken }) as ReturnType<RunningBot['door']>);
    await insist(async (stop) => {
      await (url === undefined ? bot.api.deleteWebhook({}, stop) : bot.api.setWebhook({ url, secret_token: secretToken, allowed_updates: [...kinds] }, stop));
      await bot.api.setMyCommands({ commands: [...commands] }, stop);
    }, signal);
    await (url === undefined ? bot.startPolling(news(bot, signal)) : ended(signal));
    door = undefined;
  }

  async function end(): Promise<void> {
    life?.stop();
    await life?.done;
    life = undefined;
  }

  function enliven(): void {
    if (connection === undefined || !begun) {
      return;
    }
    show({ state: 'starting' });
    const abort = new AbortController();
    life = { stop: () => abort.abort(), done: live(connection, abort.signal).catch((error: unknown) => onError(error instanceof Error ? error : new Error(String(error)))) };
  }

  return {
    connection: () => connection,
    begin() {
      begun = true;
      enliven();
    },
    state: () => shown,
    async check(token) {
      try {
        const { username, id } = await connect(token, apiRoot).messenger.api.getMe();
        return { username: username ?? String(id) };
      } catch (error) {
        const unknown = error instanceof TelegramApiError && (error.errorCode === 401 || error.errorCode === 404);
        throw new Failure('unprocessable', { message: unknown ? 'Telegram does not know this token.' : reasonOf(error), details: [{ field: 'token', message: unknown ? 'is unknown' : 'could not be tried' }], cause: error });
      }
    },
    async use(token) {
      await end();
      shown = { ...off };
      connection = token === undefined ? undefined : connect(token, apiRoot);
      enliven();
    },
    door: () => door,
    stop: end,
  };
}

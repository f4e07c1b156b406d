import { TelegramApiError } from 'node-telegram-bot-api';
import type { Delivery } from '../../fleet/escalation/deliverer.ts';

const wrongTokenRetryMs = 60_000;

/** What the library says, without an address that holds the token. */
export function reasonOf(error: unknown): string {
  if (error instanceof TelegramApiError) {
    return `Telegram answered ${error.errorCode}: ${error.description}`;
  }
  const { cause, message } = error instanceof Error ? error : { cause: undefined, message: String(error) };
  const inner = (cause as { cause?: { code?: string }; code?: string } | undefined) ?? {};
  const code = inner.cause?.code ?? inner.code;
  return `Telegram can not be reached: ${message}${code === undefined ? '' : ` (${code})`}`;
}

/** Those that will be refused the next time, too: https://core.telegram.org/api/errors, in the Bot API's words. */
export const final = /chat not found|user not found|PEER_ID_INVALID|chat_id is empty|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|group chat was deactivated|message text is empty/i;

/** A failed call as the outbox understands it. */
export function deliveryOf(error: unknown): Extract<Delivery, { state: 'retry' | 'dead' }> {
  const reason = reasonOf(error);
  if (!(error instanceof TelegramApiError)) {
    return { state: 'retry', error: reason };
  }
  const { errorCode, retryAfter } = error;
  if (errorCode === 429) {
    return { state: 'retry', ...(retryAfter === undefined ? {} : { afterMs: retryAfter * 1000 }), error: reason };
  }
  // 401 and 404 are about the token: a person sets another one, and what waits goes out.
  if (errorCode === 401 || errorCode === 404) {
    return { state: 'retry', afterMs: wrongTokenRetryMs, error: reason };
  }
  // 403: the person blocked the bot, never began with it, or took it out of the group. 400: the messenger tried every other form;
  // one that can not go must not keep the others behind it.
  return errorCode === 403 || errorCode === 400 ? { state: 'dead', error: reason } : { state: 'retry', error: reason };
}

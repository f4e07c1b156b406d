import { Api, InputFile, TelegramApiError, type TransportOptions } from 'node-telegram-bot-api';
import type { Keyboard } from './keyboard.ts';
import { captionLimit, plainText, shortened, split, toHtml, type Rich } from './rich.ts';
import { final } from './sendFailure.ts';

/** Where a message goes and stands. */
export interface Place {
  chatId: string;
  threadId: number | null;
}
export interface SentMessage extends Place {
  /** A long text is several messages; the buttons are under the last one. */
  messageIds: number[];
}

interface Part extends Place {
  rich: Rich;
  keyboard: Keyboard | undefined;
  plain: boolean;
}

/** The outbox tries again and knows how long; a call that hangs must end before its lease does. */
export const callOptions: TransportOptions = { maxRetries: 0, timeoutMs: 10_000 };

const is = (error: unknown, pattern: RegExp): error is TelegramApiError => error instanceof TelegramApiError && error.errorCode === 400 && pattern.test(error.description);

/** Nothing changed, or nothing is there any more: an edit has nothing to do. https://core.telegram.org/bots/api#editmessagetext */
const pointless = /not modified|message to edit not found|can't be edited|message identifier is not specified|MESSAGE_ID_INVALID/i;

/**
 * How a refused message may still arrive, with what it can do without: its buttons, its markup, its topic.
 * undefined: not by changing it. Descriptions as Telegram's own server gives them (github.com/tdlib/telegram-bot-api, Client.cpp).
 */
function without(part: Part, error: unknown): Part | undefined {
  if (is(error, pointless) || is(error, final)) {
    return undefined;
  }
  if (error instanceof TelegramApiError && error.migrateToChatId !== undefined && String(error.migrateToChatId) !== part.chatId) {
    return { ...part, chatId: String(error.migrateToChatId) };
  }
  if (is(error, /button|keyboard|reply markup/i) && part.keyboard !== undefined) {
    return { ...part, keyboard: undefined };
  }
  if (is(error, /thread|topic/i) && part.threadId !== null) {
    return { ...part, threadId: null };
  }
  if (is(error, /parse|entit|tag/i) && !part.plain) {
    return { ...part, plain: true };
  }
  // Refused for a reason we do not know: the barest form is tried before it is given up.
  const bare = part.plain && part.keyboard === undefined;
  return is(error, /too long/i) || !is(error, /./) || bare ? undefined : { ...part, plain: true, keyboard: undefined };
}

const bodyOf = ({ rich, plain, keyboard, chatId }: Part) => ({
  chat_id: chatId,
  ...(plain ? { text: plainText(rich) } : { text: toHtml(rich), parse_mode: 'HTML' as const }),
  link_preview_options: { is_disabled: true },
  ...(keyboard === undefined ? {} : { reply_markup: { inline_keyboard: keyboard } }),
});
const threadOf = ({ threadId }: Place) => (threadId === null ? {} : { message_thread_id: threadId });

/** Runs a call, leaving out what Telegram refuses, as long as there is something to leave out. */
async function insisting<T>(part: Part, call: (part: Part) => Promise<T>): Promise<{ result: T; part: Part }> {
  for (let now = part; ; ) {
    try {
      return { result: await call(now), part: now };
    } catch (error) {
      const next = without(now, error);
      if (next === undefined) {
        throw error;
      }
      now = next;
    }
  }
}

/** Sends and edits what the house writes. Rejects with the library's errors. */
export function createMessenger(token: string, apiRoot: string | undefined) {
  const api = new Api(token, { ...callOptions, ...(apiRoot === undefined ? {} : { apiRoot }) });

  async function sendPart(part: Part): Promise<{ place: Place; messageIds: number[] }> {
    try {
      const { result, part: sent } = await insisting(part, (now) => api.sendMessage({ ...bodyOf(now), ...threadOf(now) }));
      return { place: { chatId: sent.chatId, threadId: sent.threadId }, messageIds: [result.message_id] };
    } catch (error) {
      const [first, ...rest] = is(error, /too long/i) ? split(part.rich, Math.ceil(plainText(part.rich).length / 2)) : [];
      if (first === undefined || rest.length === 0) {
        throw error;
      }
      // Counted otherwise than we do: in smaller pieces it goes.
      const messageIds: number[] = [];
      for (const [index, rich] of [first, ...rest].entries()) {
        messageIds.push(...(await sendPart({ ...part, rich, keyboard: index === rest.length ? part.keyboard : undefined })).messageIds);
      }
      return { place: part, messageIds };
    }
  }

  /** `before`: messages of the parts that went in an earlier try; `keep` hears of each part that went and is not the last. */
  async function send(place: Place, rich: Rich, keyboard?: Keyboard, before: readonly number[] = [], keep?: (messageIds: readonly number[]) => Promise<void>): Promise<SentMessage> {
    const parts = split(rich);
    const messageIds = [...before];
    let at = place;
    for (let index = before.length; index < parts.length; index += 1) {
      const last = index === parts.length - 1;
      const sent = await sendPart({ ...at, rich: parts[index] as Rich, keyboard: last ? keyboard : undefined, plain: false });
      at = sent.place;
      messageIds.push(sent.messageIds.at(-1) as number);
      await (last ? undefined : keep?.(messageIds));
    }
    return { ...at, messageIds };
  }

  async function editPart(messageId: number, part: Part): Promise<void> {
    try {
      await insisting(part, (now) => api.editMessageText({ ...bodyOf(now), message_id: messageId }));
    } catch (error) {
      if (!is(error, pointless)) {
        throw error;
      }
    }
  }

  return {
    api,
    send,
    /** Makes messages say something else; what is too many goes away, what is too few is sent behind. */
    async edit({ messageIds, ...place }: SentMessage, rich: Rich, keyboard?: Keyboard): Promise<SentMessage> {
      const parts = split(rich);
      const kept = messageIds.slice(0, parts.length);
      for (const [index, messageId] of kept.entries()) {
        await editPart(messageId, { ...place, rich: parts[index] as Rich, keyboard: index === parts.length - 1 ? (keyboard ?? []) : undefined, plain: false });
      }
      for (const surplus of messageIds.slice(parts.length)) {
        await api.deleteMessage({ chat_id: place.chatId, message_id: surplus }).catch(() => undefined);
      }
      return parts.length > kept.length ? send(place, rich, keyboard, kept) : { ...place, messageIds: kept };
    },
    async photo(place: Place, png: Uint8Array, caption: Rich): Promise<void> {
      const part: Part = { ...place, rich: shortened(caption, captionLimit), keyboard: undefined, plain: false };
      await insisting(part, (now) => {
        const { text: under, parse_mode } = { parse_mode: undefined, ...bodyOf(now) };
        return api.sendPhoto({ chat_id: now.chatId, photo: new InputFile(png, { filename: 'history.png', contentType: 'image/png' }), caption: under, ...(parse_mode === undefined ? {} : { parse_mode }), ...threadOf(now) });
      });
    },
    /** At most 200 characters: https://core.telegram.org/bots/api#answercallbackquery. One that is too old has nobody waiting. */
    async answer(queryId: string, say: string, alert = false): Promise<void> {
      await api.answerCallbackQuery({ callback_query_id: queryId, text: plainText(shortened([{ text: say }], 200)), show_alert: alert }).catch((error: unknown) => {
        if (!is(error, /too old|query ID is invalid/i)) {
          throw error;
        }
      });
    },
  };
}

export type Messenger = ReturnType<typeof createMessenger>;

/**
 * A Bot API server on this machine that holds to the documented limits. Rules of each method stand beside it, with their source.
 *
 *   const telegram = await startTelegramDouble();
 *   … SHELLWATCH_TELEGRAM_API_ROOT: telegram.url, SHELLWATCH_TELEGRAM_TOKEN: telegram.token
 *   telegram.say(ann, '/status')                 a person writes; chats are those of people unless told
 *   await telegram.press(ann, message, 'Details')  presses a button and waits for its answer
 *   telegram.fail('sendMessage', { error_code: 429, … })
 *   await telegram.stop()
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './service.ts';
import type { Entity } from './telegramHtml.ts';
import { bad, fieldsOf, readKeyboard, readText, Refused, textIn, type Fields, type Keyboard, type Refusal } from './telegramRequest.ts';
import { createTelegramUpdates } from './telegramUpdates.ts';

export interface Person {
  id: number;
  first_name: string;
}
export interface Shown {
  id: number;
  chatId: string;
  threadId: number | null;
  /** After parsing, as a person sees it. */
  text: string;
  entities: Entity[];
  parsed: boolean;
  keyboard: Keyboard;
  photo: Buffer | null;
  edits: number;
  deleted: boolean;
}
interface Fault {
  method: string;
  refusal: Refusal | 'drop';
  times: number;
}
interface Query {
  answer: { text: string; alert: boolean } | undefined;
  /** The client waits for an answer some time only: https://core.telegram.org/bots/api#callbackquery */
  expired: boolean;
}

export async function startTelegramDouble(token = '123456789:AAabcdefghijklmnopqrstuvwxyz01234567') {
  const messages: Shown[] = [];
  const calls: Array<{ method: string; fields: Fields }> = [];
  const faults: Fault[] = [];
  const queries = new Map<string, Query>();
  const updates = createTelegramUpdates();
  const [blocked, unknownChats, migrated, inlineAnswers] = [new Set<string>(), new Set<string>(), new Map<string, number>(), new Map<string, unknown[]>()];
  const threads = new Set<string>();
  const commands: Array<{ command: string; description: string }> = [];
  let [nextMessage, nextQuery] = [1, 1];

  const mayWrite = (fields: Fields): string => {
    const chatId = textIn(fields, 'chat_id') ?? '';
    // https://core.telegram.org/bots/faq#how-do-i-message-a-user: a bot writes to nobody who did not write to it.
    if (chatId === '' || unknownChats.has(chatId)) {
      throw bad('chat not found');
    }
    // https://core.telegram.org/bots/faq: a person can stop a bot.
    if (blocked.has(chatId)) {
      throw new Refused({ error_code: 403, description: 'Forbidden: bot was blocked by the user' });
    }
    // https://core.telegram.org/bots/api#responseparameters
    const to = migrated.get(chatId);
    if (to !== undefined) {
      throw new Refused({ error_code: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: to } });
    }
    // https://core.telegram.org/bots/api#sendmessage: the thread is one of that forum.
    const thread = textIn(fields, 'message_thread_id');
    if (thread !== undefined && !threads.has(`${chatId} ${thread}`)) {
      throw bad('message thread not found');
    }
    return chatId;
  };
  const wire = (shown: Shown) => ({ message_id: shown.id, date: 0, chat: { id: Number(shown.chatId), type: 'private' }, text: shown.text, ...(shown.threadId === null ? {} : { message_thread_id: shown.threadId }) });
  const add = (fields: Fields, part: Pick<Shown, 'text' | 'entities' | 'parsed' | 'keyboard' | 'photo'>) => {
    const thread = textIn(fields, 'message_thread_id');
    const shown: Shown = { id: (nextMessage += 1), chatId: mayWrite(fields), threadId: thread === undefined ? null : Number(thread), ...part, edits: 0, deleted: false };
    messages.push(shown);
    return wire(shown);
  };

  const methods: Record<string, (fields: Fields) => unknown> = {
    // https://core.telegram.org/bots/api#getme
    getMe: () => ({ id: Number(token.split(':')[0]), is_bot: true, first_name: 'Shellwatch', username: 'shellwatch_test_bot' }),
    // https://core.telegram.org/bots/api#sendmessage: 1-4096 characters after entities parsing.
    sendMessage: (fields) => add(fields, { ...readText(fields, 'text', 4096), keyboard: readKeyboard(fields), photo: null }),
    sendPhoto(fields) {
      const photo = fields['photo'];
      // https://core.telegram.org/bots/api#sendphoto: at most 10 MB, a caption of 0-1024 characters.
      if (!Buffer.isBuffer(photo) || photo.length === 0 || photo.length > 10 << 20) {
        throw bad('wrong file identifier/HTTP URL specified');
      }
      return add(fields, { ...readText(fields, 'caption', 1024), keyboard: readKeyboard(fields), photo });
    },
    // https://core.telegram.org/bots/api#editmessagetext
    editMessageText(fields) {
      const chatId = mayWrite(fields);
      const shown = messages.find((one) => one.chatId === chatId && String(one.id) === textIn(fields, 'message_id') && !one.deleted);
      if (shown === undefined) {
        throw bad('message to edit not found');
      }
      const next = { ...readText(fields, 'text', 4096), keyboard: readKeyboard(fields) };
      if (JSON.stringify([next.text, next.entities, next.keyboard]) === JSON.stringify([shown.text, shown.entities, shown.keyboard])) {
        throw bad('message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message');
      }
      Object.assign(shown, next, { edits: shown.edits + 1 });
      return wire(shown);
    },
    // https://core.telegram.org/bots/api#deletemessage
    deleteMessage(fields) {
      const shown = messages.find((one) => one.chatId === textIn(fields, 'chat_id') && String(one.id) === textIn(fields, 'message_id') && !one.deleted);
      if (shown === undefined) {
        throw bad('message to delete not found');
      }
      return (shown.deleted = true);
    },
    // https://core.telegram.org/bots/api#answercallbackquery: 0-200 characters; once, and not too late.
    answerCallbackQuery(fields) {
      const query = queries.get(textIn(fields, 'callback_query_id') ?? '');
      const text = textIn(fields, 'text') ?? '';
      if (query === undefined || query.expired || query.answer !== undefined) {
        throw bad('query is too old and response timeout expired or query ID is invalid');
      }
      if (text.length > 200) {
        throw bad('MESSAGE_TOO_LONG');
      }
      query.answer = { text, alert: textIn(fields, 'show_alert') === 'true' };
      return true;
    },
    // https://core.telegram.org/bots/api#answerinlinequery: at most 50 results, each with an id of its own of 1-64 bytes.
    answerInlineQuery(fields) {
      const results = JSON.parse(textIn(fields, 'results') ?? '[]') as Array<{ id?: string }>;
      if (results.length > 50) {
        throw bad('RESULTS_TOO_MUCH');
      }
      const ids = results.map(({ id = '' }) => id);
      if (ids.some((id) => Buffer.byteLength(id) < 1 || Buffer.byteLength(id) > 64)) {
        throw bad('RESULT_ID_INVALID');
      }
      if (new Set(ids).size < ids.length) {
        throw bad('RESULT_ID_DUPLICATE');
      }
      inlineAnswers.set(textIn(fields, 'inline_query_id') ?? '', results);
      return true;
    },
    // https://core.telegram.org/bots/api#botcommand
    setMyCommands(fields) {
      const given = JSON.parse(textIn(fields, 'commands') ?? '[]') as typeof commands;
      if (given.length > 100 || given.some(({ command, description }) => !/^[a-z0-9_]{1,32}$/.test(command) || description.length < 1 || description.length > 256)) {
        throw bad('BOT_COMMAND_INVALID');
      }
      commands.splice(0, commands.length, ...given);
      return true;
    },
    setWebhook: updates.setWebhook,
    deleteWebhook: updates.deleteWebhook,
    // https://core.telegram.org/bots/api#sendchataction
    sendChatAction: () => true,
  };

  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = (refusal: Refusal) => reply(refusal.error_code, { ok: false, ...refusal });
    const [, given, method = ''] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? '') ?? [];
    const gone = new Promise<void>((resolve) => response.on('close', resolve));
    void (async () => {
      const fields = await fieldsOf(request);
      calls.push({ method, fields });
      // https://core.telegram.org/bots/api#authorizing-your-bot
      if (given !== token) {
        return refuse({ error_code: 401, description: 'Unauthorized' });
      }
      const fault = faults.find((one) => one.method === method && one.times > 0);
      if (fault !== undefined) {
        fault.times -= 1;
        // https://core.telegram.org/bots/faq: too many messages are answered with 429 and how long to wait.
        return fault.refusal === 'drop' ? request.socket.destroy() : refuse(fault.refusal);
      }
      if (method === 'getUpdates') {
        return reply(200, { ok: true, result: await updates.getUpdates(fields, gone) });
      }
      const perform = methods[method];
      return perform === undefined ? refuse({ error_code: 404, description: 'Not Found: method not found' }) : reply(200, { ok: true, result: perform(fields) });
    })().catch((error: unknown) => (error instanceof Refused ? refuse(error.refusal) : reply(500, { ok: false, error_code: 500, description: String(error) })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const chatOf = (person: Person, chat?: { id: number; thread?: number }) => (chat === undefined ? { id: person.id, type: 'private' } : { id: chat.id, type: 'supergroup', title: 'on call' });
  const dataOf = (message: Shown, label: string): string => {
    const data = message.keyboard.flat().find((button) => button.text.includes(label))?.callback_data;
    if (data === undefined) {
      throw new Error(`There is no button ${label} under ${JSON.stringify(message.text)}: ${JSON.stringify(message.keyboard.flat().map((button) => button.text))}`);
    }
    return data;
  };
  const queryFrom = (person: Person, message: Shown, data: string, expired = false): string => {
    const id = String((nextQuery += 1));
    queries.set(id, { answer: undefined, expired });
    updates.feed({ callback_query: { id, from: { ...person, is_bot: false }, chat_instance: '1', data, message: { ...wire(message), chat: { id: Number(message.chatId), type: Number(message.chatId) < 0 ? 'supergroup' : 'private' } } } });
    return id;
  };
  const visible = (chatId?: number) => messages.filter((one) => !one.deleted && (chatId === undefined || one.chatId === String(chatId)));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    calls,
    commands,
    inlineAnswers,
    /** Everything that stands in a chat now. */
    visible,
    block: (chatId: number) => void blocked.add(String(chatId)),
    forget: (chatId: number) => void unknownChats.add(String(chatId)),
    migrate: (from: number, to: number) => void migrated.set(String(from), to),
    addThread: (chatId: number, thread: number) => void threads.add(`${chatId} ${thread}`),
    fail: (method: string, refusal: Refusal | 'drop', times = 1) => void faults.push({ method, refusal, times }),
    webhook: updates.webhook,
    webhookAnswers: updates.webhookAnswers,
    feed: updates.feed,
    say(person: Person, text: string, chat?: { id: number; thread?: number }, date = Math.floor(Date.now() / 1000)): void {
      updates.feed({ message: { message_id: (nextMessage += 1), date, from: { ...person, is_bot: false }, chat: chatOf(person, chat), text, ...(chat?.thread === undefined ? {} : { message_thread_id: chat.thread, is_topic_message: true }) } });
    },
    inline(person: Person, query: string): string {
      const id = `i${(nextQuery += 1)}`;
      updates.feed({ inline_query: { id, from: { ...person, is_bot: false }, query, offset: '' } });
      return id;
    },
    /** Presses what stands under a message by its label, or sends data that no button has. */
    async press(person: Person, message: Shown, label: string, data = dataOf(message, label)): Promise<{ text: string; alert: boolean }> {
      const query = queries.get(queryFrom(person, message, data)) as Query;
      await eventually(async () => query.answer !== undefined, () => `an answer to ${label}`, 5_000);
      return query.answer as { text: string; alert: boolean };
    },
    /** Presses while the bot is away: when it comes, nobody waits for an answer any more. */
    pressLate: (person: Person, message: Shown, label: string) => void queryFrom(person, message, dataOf(message, label), true),
    /** Waits for a message that says so, the newest first. */
    async sees(chatId: number, what: RegExp, timeoutMs = 10_000): Promise<Shown> {
      const find = () => visible(chatId).findLast((one) => what.test(one.text));
      await eventually(async () => find() !== undefined, () => `${what} in chat ${chatId}; there is ${JSON.stringify(visible(chatId).map(({ text }) => text))}`, timeoutMs);
      return find() as Shown;
    },
    waiting: updates.waiting,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export type TelegramDouble = Awaited<ReturnType<typeof startTelegramDouble>>;

import type { CallbackQuery, InlineQuery, Message, Update } from 'node-telegram-bot-api';
import { mayAct } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import { agoText } from '../time.ts';
import { createBackground } from './background.ts';
import type { Chat, ChatRooms, Person } from './chat.ts';
import { chatCommands } from './commands/list.ts';
import type { Connection } from './connection.ts';
import { suggestions } from './inline.ts';
import { keyboardOf } from './keyboard.ts';
import { answerPress } from './presses.ts';
import { foreign, italic, lines, text, type Rich } from './rich.ts';
import { codeAllowance, strangerAllowance } from './strangers.ts';

/** What was written longer ago is not meant any more: the exporter was away. */
const staleMs = 10 * 60_000;
const hello: Rich = [text('I only talk to people who were added in Shellwatch. Ask whoever runs it for a code, and send it to me.')];
const wrongCode: Rich = [text('This code is not good, or not any more. Ask for another one.')];
const linkedText = (name: string, role: string): Rich => lines([[text('You are '), foreign(name, 'b'), text(` now, with the role ${role}.`)], [text('/help says what can be asked here.')]]);

/** Turns what people write and press into calls of the fleet's rooms. */
export function createDispatch(rooms: ChatRooms) {
  const { clock, log, contacts, telegram } = rooms;
  const background = createBackground();
  const [mayGreet, mayTryCode] = [strangerAllowance(clock), codeAllowance(clock)];

  async function personOf(userId: string): Promise<Person | undefined> {
    const definition = (await contacts.byTelegramUser(userId))?.definition;
    const zone = definition?.quietHours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    return definition && { name: definition.name, role: definition.role, timeZone: zone, actor: { name: `telegram:${definition.name}`, role: definition.role, from: 'telegram' } };
  }

  function chatOf({ messenger, data }: Connection, message: { chat: { id: number }; message_thread_id?: number; is_topic_message?: boolean }, userId: string, person: Person): Chat {
    const place = { chatId: String(message.chat.id), threadId: message.is_topic_message === true ? (message.message_thread_id ?? null) : null };
    const keyboard = (buttons: Parameters<Chat['say']>[1]) => buttons && keyboardOf(data, place.chatId, buttons);
    const chat: Chat = {
      place,
      userId,
      person,
      say: (rich, buttons) => messenger.send(place, rich, keyboard(buttons)),
      change: (shown, rich, buttons) => messenger.edit(shown, rich, keyboard(buttons)),
      picture: (png, caption) => messenger.photo(place, png, caption),
      later: (work) => background.begin((signal) => work(signal).catch((error: unknown) => (signal.aborted ? undefined : tell(chat, error)))),
    };
    return chat;
  }

  /** A Failure is for the person; anything else is for the log. */
  async function tell(chat: Chat, error: unknown): Promise<void> {
    if (!(error instanceof Failure)) {
      log.error({ err: error, user: chat.userId }, 'telegram: a request failed');
    }
    await chat.say([text('⚠ '), foreign(error instanceof Failure ? error.message : 'Something went wrong inside the exporter; its log has more.')]);
  }

  async function stranger({ messenger }: Connection, message: Message, userId: string): Promise<void> {
    if (mayGreet(userId)) {
      log.warn({ user: userId, name: message.from?.username ?? message.from?.first_name, chat: message.chat.id }, 'telegram: a stranger wrote');
      await messenger.send({ chatId: String(message.chat.id), threadId: null }, hello);
    }
  }

  async function start(connection: Connection, message: Message, userId: string, code: string): Promise<void> {
    const place = { chatId: String(message.chat.id), threadId: null };
    // A group would see the code, and its chat is not the person's.
    if (message.chat.type !== 'private' || code === '') {
      return (await personOf(userId)) === undefined ? stranger(connection, message, userId) : void (await connection.messenger.send(place, [text('/help says what can be asked here.')]));
    }
    if (!mayTryCode(userId)) {
      log.warn({ user: userId }, 'telegram: too many codes were tried');
      return;
    }
    const linked = await telegram.linkUser(code, userId, place.chatId);
    log.info({ user: userId, result: linked.state }, 'telegram: a code was sent');
    await connection.messenger.send(place, linked.state === 'linked' ? linkedText(linked.name, linked.role) : linked.state === 'refused' ? [foreign(linked.message)] : wrongCode);
  }

  async function written(connection: Connection, message: Message, botName: string): Promise<void> {
    const parts = /^\/([a-z0-9_]{1,32})(?:@(\w+))?(?:\s+([\s\S]*))?$/i.exec(message.text ?? '');
    const forOther = parts?.[2] !== undefined && parts[2].toLowerCase() !== botName.toLowerCase();
    // In groups people talk to each other; only commands are for us.
    if (message.from === undefined || message.from.is_bot || forOther || (parts === null && message.chat.type !== 'private')) {
      return;
    }
    const userId = String(message.from.id);
    const [name, words] = [parts?.[1]?.toLowerCase() ?? 'help', (parts?.[3] ?? '').trim()];
    if (name === 'start') {
      return start(connection, message, userId, words);
    }
    const person = await personOf(userId);
    if (person === undefined) {
      return stranger(connection, message, userId);
    }
    const chat = chatOf(connection, message, userId, person);
    const age = clock.now() - message.date * 1000;
    const command = chatCommands.find((one) => one.name === name);
    if (age > staleMs) {
      await chat.say([italic(`You wrote this ${agoText(age)} ago, when I was not there. Write it again if you still want it: `), foreign((message.text ?? '').slice(0, 200))]);
    } else if (command === undefined) {
      await chat.say([text('I do not know this command. /help shows all of them.')]);
    } else if (!mayAct(person.role, command.role)) {
      await chat.say([text(`Your role is ${person.role}; /${name} needs ${command.role}.`)]);
    } else {
      await command.run(chat, words, rooms).catch((error: unknown) => tell(chat, error));
    }
  }

  async function pressed(connection: Connection, query: CallbackQuery): Promise<void> {
    const { messenger, data } = connection;
    const [userId, { message }] = [String(query.from.id), query];
    const person = await personOf(userId);
    if (person === undefined) {
      log.warn({ user: userId }, 'telegram: a stranger pressed a button');
      return messenger.answer(query.id, 'Shellwatch does not know you. Ask whoever runs it for a code.', true);
    }
    const read = message === undefined ? undefined : data.read(String(message.chat.id), query.data ?? '');
    if (message === undefined || read === undefined) {
      return messenger.answer(query.id, 'This button is from before the bot was set up anew; /alerts shows what is open now.', true);
    }
    const chat = chatOf(connection, message, userId, person);
    let answer = { say: 'Something went wrong inside the exporter; its log has more.', alert: true };
    try {
      answer = { alert: false, ...(await answerPress(chat, { ...read, message: { ...chat.place, messageIds: [message.message_id] } }, rooms)) };
    } catch (error) {
      log.error({ err: error, user: userId, action: read.action }, 'telegram: a button failed');
    }
    await messenger.answer(query.id, answer.say, answer.alert);
  }

  async function typed({ messenger }: Connection, query: InlineQuery): Promise<void> {
    const person = await personOf(String(query.from.id));
    const results = person === undefined ? [] : await suggestions(query.query, rooms);
    await messenger.api.answerInlineQuery({ inline_query_id: query.id, results, cache_time: 0, is_personal: true });
  }

  return {
    /** One update of the bot; rejects never. */
    async take(connection: Connection, update: Update, botName: string): Promise<void> {
      try {
        await ('message' in update ? written(connection, update.message, botName) : 'callback_query' in update ? pressed(connection, update.callback_query) : 'inline_query' in update ? typed(connection, update.inline_query) : undefined);
      } catch (error) {
        log.warn({ err: error, update: update.update_id }, 'telegram: an answer could not be given');
      }
    },
    stop: background.stop,
  };
}

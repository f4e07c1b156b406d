import type { z } from 'zod';
import type { TelegramLink, TelegramSettings } from '../../../../contract/telegram.ts';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';
import type { EscalationRoom } from '../escalation/escalationRoom.ts';
import type { Vault } from '../vault.ts';
import { createTelegramCodes } from './telegramCodes.ts';

/** The bot as its settings see it. */
export interface TelegramBot {
  /** Asks Telegram whose token this is; rejects with a Failure `unprocessable` that says why not. */
  check(token: string): Promise<{ username: string }>;
  /** Goes on with another token, or with none. */
  use(token: string | undefined): Promise<void>;
  state(): Pick<TelegramSettings, 'botName' | 'state' | 'lastError' | 'lastUpdateAt'>;
}

export interface TelegramRoomDeps {
  store: Store;
  vault: Vault;
  audit: Audit;
  clock: Clock;
  bot: TelegramBot;
  contacts: Pick<EscalationRoom['contacts'], 'records' | 'name' | 'linkTelegram' | 'byTelegramUser'>;
  outbox: Pick<EscalationRoom['outbox'], 'counts'>;
  /** From the environment; wins over what is stored. */
  configured: string | undefined;
}

const record = 'setting:telegram';
const linkMs = 15 * 60_000;

type Linked = { state: 'linked'; name: string; role: string } | { state: 'unknown' | 'used' | 'expired' } | { state: 'refused'; message: string };

/** The bot's token and who is linked. The token goes in and never comes out. */
export function createTelegramRoom(deps: TelegramRoomDeps) {
  const { store, vault, audit, clock, bot, contacts, outbox, configured } = deps;
  const codes = createTelegramCodes({ store, clock });
  let token = configured;

  async function show(): Promise<TelegramSettings> {
    const people = await contacts.records();
    const linked = people.flatMap(({ id, definition: { name, role, telegramUserId } }) => (telegramUserId === null ? [] : [{ contactId: id, contactName: name, userId: telegramUserId, role }]));
    const from = configured !== undefined ? 'configuration' : token === undefined ? 'nowhere' : 'settings';
    return { configured: token !== undefined, from, ...bot.state(), ...(await outbox.counts()), linked };
  }

  return {
    codes,
    show,
    /** Before anything is sent: a notification must not meet a bot whose token was not read yet. */
    async load(): Promise<void> {
      token ??= (await vault.get(record))['token'];
      await bot.use(token);
    },
    async put(next: string | null, actor: Actor): Promise<TelegramSettings> {
      if (configured !== undefined) {
        throw new Failure('conflict', { message: 'The environment sets the token; change it there.' });
      }
      const username = next === null ? null : (await bot.check(next)).username;
      await store.exclusively(async (tx) => {
        await vault.put(tx, { record, serverId: null }, next === null ? {} : { token: next });
        await audit.record(tx, actor, { action: 'telegram.put', target: { type: 'setting', id: 'telegram', name: 'Telegram' }, details: { bot: username } });
      });
      token = next ?? undefined;
      await bot.use(token);
      return show();
    },
    /** A code for one contact; whoever sends it to the bot is that person from then on. */
    async link(contactId: string, actor: Actor): Promise<z.infer<typeof TelegramLink>> {
      const name = await contacts.name(contactId);
      if (name === undefined) {
        throw new Failure('contact_not_found');
      }
      const { botName } = bot.state();
      if (botName === null) {
        throw new Failure('unprocessable', { message: 'No bot runs yet: set its token first.' });
      }
      const { code, expiresAt } = await codes.issue('link', { contactId, by: actor.name }, linkMs);
      await audit.record(store.db, actor, { action: 'telegram.link_code', target: { type: 'contact', id: contactId, name } });
      return { code, url: `https://t.me/${botName}?start=${code}`, expiresAt: instant(expiresAt) };
    },
    /** Somebody sent `/start CODE`. */
    async linkUser(code: string, userId: string, chatId: string): Promise<Linked> {
      const taken = await codes.take('link', code.trim().toUpperCase());
      if (taken.state !== 'good') {
        return { state: taken.state };
      }
      const { contactId } = taken.payload as { contactId: string };
      try {
        const { name, role } = await contacts.linkTelegram(contactId, userId, chatId, { name: `telegram:${userId}`, role: 'admin', from: 'telegram' });
        return { state: 'linked', name, role };
      } catch (error) {
        if (error instanceof Failure) {
          return { state: 'refused', message: error.message };
        }
        throw error;
      }
    },
  };
}

export type TelegramRoom = ReturnType<typeof createTelegramRoom>;

import { DateTime } from 'luxon';
import type { Channel, Contact, ContactInput } from '../../../../contract/escalation.ts';
import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createDefinitionRepository, type DefinitionRecord } from '../../store/definitions.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';
import type { Vault } from '../vault.ts';
import { channelName } from './channelKey.ts';
import { createCrud } from './definitionCrud.ts';
import type { Deliverers } from './deliverer.ts';
import { keptChannels, shownChannels } from './shownAddress.ts';

export interface ContactsDeps {
  store: Store;
  clock: Clock;
  audit: Audit;
  vault: Vault;
  deliverers: () => Deliverers;
}

const sealed = (id: string): string => `contact:${id}`;

/** Takes the secrets out of channels: address → secret. */
function split(input: ContactInput): { plain: ContactInput; secrets: Record<string, string> } {
  const secrets: Record<string, string> = {};
  const channels = input.channels.map((channel): Channel => {
    if (channel.type !== 'webhook' || channel.secret === undefined) {
      return channel;
    }
    const { secret, ...rest } = channel;
    secrets[channel.url] = secret;
    return rest;
  });
  return { plain: { ...input, channels }, secrets };
}

const wrong = (field: string, message: string) => new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });

const shown = (definition: ContactInput): ContactInput => ({ ...definition, channels: shownChannels(definition.channels) });
const kept = (input: ContactInput, before: readonly Channel[]): ContactInput => ({ ...input, channels: keptChannels(input, before, (field) => wrong(field, 'enter the whole address')) });

/** Throws Failure `unprocessable` for what a schema can not refuse. */
function checkContact({ quietHours, channels }: ContactInput): void {
  if (quietHours !== null && !DateTime.local({ zone: quietHours.timeZone }).isValid) {
    throw wrong('quietHours.timeZone', 'no time zone of this name is known');
  }
  const named = channels.findIndex((channel) => channel.type === 'webhook' && (new URL(channel.url).username !== '' || new URL(channel.url).password !== ''));
  if (named >= 0) {
    throw wrong(`channels.${named}.url`, 'no user name and password in an address; a secret signs each body');
  }
}

/** People and how to reach them. Secrets of channels are in the vault alone. */
export function createContacts({ store, clock, audit, vault, deliverers }: ContactsDeps) {
  const repository = createDefinitionRepository(store.db, 'contacts');

  async function inUse(tx: Parameters<typeof createDefinitionRepository>[0], id: string): Promise<string | undefined> {
    const policy = (await createDefinitionRepository(tx, 'policies').all()).find(({ definition }) => definition.steps.some((step) => step.targets.some((target) => target.id === id)));
    const rota = (await createDefinitionRepository(tx, 'schedules').all()).find(({ definition }) => definition.contacts.includes(id));
    return policy?.definition.name ?? rota?.definition.name;
  }

  /** Who presses a button is known by their Telegram user: it can not be two people. */
  async function ownTelegram(tx: Parameters<typeof createDefinitionRepository>[0], id: string, { telegramUserId }: ContactInput): Promise<void> {
    const holder = telegramUserId === null ? undefined : (await createDefinitionRepository(tx, 'contacts').all()).find((one) => one.id !== id && one.definition.telegramUserId === telegramUserId);
    if (holder !== undefined) {
      throw new Failure('conflict', { message: `This Telegram user is ${holder.definition.name} already.` });
    }
  }

  const crud = createCrud({
    table: 'contacts',
    noun: 'contact',
    notFound: 'contact_not_found',
    store,
    clock,
    audit,
    check: checkContact,
    async beforeRemove(tx, { id }) {
      const user = await inUse(tx, id);
      if (user !== undefined) {
        throw new Failure('conflict', { message: `${user} still names this person; take them out there first.` });
      }
      await vault.put(tx, { record: sealed(id), serverId: null }, {});
    },
    shown,
    view: ({ definition }, stamps): Contact => ({ ...shown(definition), ...stamps }),
  });

  return {
    ...crud,
    async create(input: ContactInput, actor: Actor): Promise<Contact> {
      const { plain, secrets } = split(kept(input, []));
      return crud.create(plain, actor, async (tx, id) => {
        await ownTelegram(tx, id, plain);
        await vault.put(tx, { record: sealed(id), serverId: null }, secrets);
      });
    },
    /** A secret that is not given again stays, as long as its address does. */
    async replace(id: string, input: ContactInput, ifMatch: string | undefined, actor: Actor): Promise<Contact> {
      const { plain, secrets } = split(kept(input, (await crud.record(id)).definition.channels));
      const before = await vault.get(sealed(id));
      const still = Object.fromEntries(Object.entries(before).filter(([url]) => plain.channels.some((channel) => channel.type === 'webhook' && channel.url === url)));
      return crud.replace(id, plain, ifMatch, actor, async (tx) => {
        await ownTelegram(tx, id, plain);
        await vault.put(tx, { record: sealed(id), serverId: null }, { ...still, ...secrets });
      });
    },

    async unsealed(contactId: string | null, channel: Channel): Promise<Channel> {
      if (channel.type !== 'webhook' || contactId === null) {
        return channel;
      }
      const secret = (await vault.get(sealed(contactId)))[channel.url];
      return secret === undefined ? channel : { ...channel, secret };
    },

    name: async (id: string): Promise<string | undefined> => (await repository.byId(id))?.definition.name,

    /** Who pressed a button: an enabled person with this Telegram user id. */
    async byTelegramUser(userId: string): Promise<DefinitionRecord<ContactInput> | undefined> {
      return (await repository.all()).find(({ definition }) => definition.enabled && definition.telegramUserId === userId);
    },

    /** The person sent the code: the user id is theirs, and the chat becomes a channel when they have none of Telegram yet. */
    async linkTelegram(contactId: string, userId: string, chatId: string, actor: Actor): Promise<Contact> {
      const { definition, revision } = await crud.record(contactId);
      const channels = definition.channels.some((channel) => channel.type === 'telegram') ? definition.channels : [...definition.channels, { type: 'telegram' as const, chatId, threadId: null }];
      const linked = { ...definition, telegramUserId: userId, channels };
      return crud.replace(contactId, linked, `"${revision}"`, actor, (tx) => ownTelegram(tx, contactId, linked));
    },

    /** A test message over each channel, at once and not by the outbox: who asks wants to see the answer. */
    async test(id: string, actor: Actor): Promise<{ results: Array<{ channel: string; ok: boolean; message: string }> }> {
      const { definition } = await crud.record(id);
      await audit.record(store.db, actor, { action: 'contact.test', target: { type: 'contact', id, name: definition.name } });
      const results = await Promise.all(
        definition.channels.map(async (plain) => {
          const deliverer = deliverers()[plain.type];
          const channel = await this.unsealed(id, plain);
          const delivery =
            deliverer === undefined
              ? { state: 'dead' as const, error: `${plain.type} is not set up` }
              : await deliverer.deliver(channel, { key: `test ${id} ${clock.now()}`, kind: 'test', contactName: definition.name, incident: null, reference: null, partly: null, keep: async () => undefined, again: false });
          return { channel: channelName(plain), ok: delivery.state === 'sent', message: delivery.state === 'sent' ? 'accepted' : delivery.error };
        })
      );
      return { results };
    },
  };
}

export type Contacts = ReturnType<typeof createContacts>;

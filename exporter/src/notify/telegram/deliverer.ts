import { z } from 'zod';
import type { Channel } from '../../../../contract/escalation.ts';
import type { Incident } from '../../../../contract/incident.ts';
import type { Clock } from '../../clock.ts';
import type { Deliverer, Delivery, Notification } from '../../fleet/escalation/deliverer.ts';
import type { TelegramCodes } from '../../fleet/telegram/telegramCodes.ts';
import type { Connection } from './connection.ts';
import { groupMessage, incidentMessage } from './incidentMessage.ts';
import { groupButtons, incidentButtons, keyboardOf } from './keyboard.ts';
import type { Place } from './messenger.ts';
import { bold, lines, text, type Rich } from './rich.ts';
import { deliveryOf } from './sendFailure.ts';

export interface TelegramDelivererDeps {
  clock: Clock;
  /** The bot as it is now; undefined while none is set. */
  connection: () => Connection | undefined;
  codes: Pick<TelegramCodes, 'issue'>;
  /** Incidents as they are now; those that are gone are left out. */
  incidents: (ids: readonly string[]) => Promise<Incident[]>;
}

/** How a message is found again to be edited; `group` when it tells of several incidents. */
const Reference = z.object({
  chatId: z.string(),
  threadId: z.number().nullable(),
  messageIds: z.array(z.number()),
  group: z.object({ ids: z.array(z.string()), code: z.string() }).nullable(),
});

const day = 86_400_000;
/** Buttons of a group live this long. */
const groupMs = 7 * day;
const againRemark = 'The exporter was stopped while it sent this: it may have come before.';
const remarks: Partial<Record<Notification['kind'], string>> = { reminder: 'Still open' };
const remembered = 1000;

const noBot: Delivery = { state: 'dead', error: 'no Telegram bot is set up' };

const testMessage = (name: string): Rich => lines([[bold('Shellwatch can reach you')], [text(`This is a test for ${name}. Alerts come here, with buttons to answer them; /help says what else can be asked.`)]]);

/** Notifications as messages of a bot: with buttons, edited in place, many in one. */
export function createTelegramDeliverer({ clock, connection, codes, incidents }: TelegramDelivererDeps): Deliverer {
  /** Messages of parts that went already when a later part had to wait, by notification: the next try goes on behind them. */
  const partly = new Map<string, { done: number[]; code?: string }>();

  async function sending(key: string, send: (memory: { done: number[]; code?: string }) => Promise<unknown>): Promise<Delivery> {
    const memory = partly.get(key) ?? { done: [] };
    try {
      const reference = await send(memory);
      partly.delete(key);
      return { state: 'sent', reference };
    } catch (error) {
      const delivery = deliveryOf(error);
      if (delivery.state === 'retry') {
        partly.set(key, memory);
        for (const old of [...partly.keys()].slice(0, Math.max(0, partly.size - remembered))) {
          partly.delete(old);
        }
      }
      return delivery;
    }
  }

  const placeOf = (channel: Channel): Place => {
    if (channel.type !== 'telegram') {
      throw new TypeError(`${channel.type} is no channel of Telegram`);
    }
    return { chatId: channel.chatId, threadId: channel.threadId };
  };

  async function edit({ messenger, data }: Connection, { incident, reference }: Notification): Promise<unknown> {
    const { group, ...message } = Reference.parse(reference);
    const now = clock.now();
    if (group !== null) {
      const members = await incidents(group.ids);
      const changed = await messenger.edit(message, groupMessage(members), keyboardOf(data, message.chatId, groupButtons(group.code, members)));
      return { ...changed, group };
    }
    return incident === null ? reference : { ...(await messenger.edit(message, incidentMessage(incident, now), keyboardOf(data, message.chatId, incidentButtons(incident, now)))), group };
  }

  return {
    edits: true,
    async deliver(channel, notification) {
      const { key, kind, incident, contactName, again } = notification;
      const now = connection();
      if (now === undefined) {
        return noBot;
      }
      const place = placeOf(channel);
      const { messenger, data } = now;
      return sending(key, async ({ done }) => {
        if (kind === 'edit') {
          return edit(now, notification);
        }
        if (incident === null) {
          return kind === 'test' ? { ...(await messenger.send(place, testMessage(contactName), undefined, done)), group: null } : undefined;
        }
        const at = clock.now();
        const remark = again ? againRemark : remarks[kind];
        return { ...(await messenger.send(place, incidentMessage(incident, at, remark), keyboardOf(data, place.chatId, incidentButtons(incident, at)), done)), group: null };
      });
    },
    async deliverGroup(channel, notifications) {
      const now = connection();
      if (now === undefined) {
        return noBot;
      }
      const place = placeOf(channel);
      const members = notifications.flatMap(({ incident }) => incident ?? []);
      const ids = members.map(({ id }) => id);
      return sending(`group ${notifications[0]?.key ?? ''} ${notifications.length}`, async (memory) => {
        const code = (memory.code ??= (await codes.issue('group', { ids }, groupMs)).code);
        const remark = notifications.some(({ again }) => again) ? againRemark : undefined;
        const sent = await now.messenger.send(place, groupMessage(members, remark), keyboardOf(now.data, place.chatId, groupButtons(code, members)), memory.done);
        return { ...sent, group: { ids, code } };
      });
    },
  };
}

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

const Group = z.object({ ids: z.array(z.string()), code: z.string() }).nullable();
/** How a message is found again to be edited; `group` when it tells of several incidents. */
const Reference = z.object({ chatId: z.string(), threadId: z.number().nullable(), messageIds: z.array(z.number()), group: Group });
/** What went of a long message before its try was cut; a group of other incidents is another message. */
const Partly = z.object({ messageIds: z.array(z.number()), group: Group });

const day = 86_400_000;
/** Buttons of a group live this long. */
const groupMs = 7 * day;
const againRemark = 'The exporter was stopped while it sent this: it may have come before.';
const remarks: Partial<Record<Notification['kind'], string>> = { reminder: 'Still open' };

const noBot: Delivery = { state: 'dead', error: 'no Telegram bot is set up' };

const testMessage = (name: string): Rich => lines([[bold('Shellwatch can reach you')], [text(`This is a test for ${name}. Alerts come here, with buttons to answer them; /help says what else can be asked.`)]]);

/** Notifications as messages of a bot: with buttons, edited in place, many in one. */
export function createTelegramDeliverer({ clock, connection, codes, incidents }: TelegramDelivererDeps): Deliverer {
  const sending = (send: () => Promise<unknown>): Promise<Delivery> => send().then((reference) => ({ state: 'sent', reference }), deliveryOf);
  const wentBefore = (partly: unknown) => (partly === null ? { messageIds: [], group: null } : Partly.parse(partly));

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
      const { kind, incident, contactName, partly, keep, again } = notification;
      const now = connection();
      if (now === undefined) {
        return noBot;
      }
      const place = placeOf(channel);
      const { messenger, data } = now;
      return sending(async () => {
        if (kind === 'edit') {
          return edit(now, notification);
        }
        if (incident === null) {
          return kind === 'test' ? { ...(await messenger.send(place, testMessage(contactName))), group: null } : undefined;
        }
        const at = clock.now();
        const remark = again ? againRemark : remarks[kind];
        const buttons = keyboardOf(data, place.chatId, incidentButtons(incident, at));
        return { ...(await messenger.send(place, incidentMessage(incident, at, remark), buttons, wentBefore(partly).messageIds, (messageIds) => keep({ messageIds, group: null }))), group: null };
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
      return sending(async () => {
        const { partly = null, keep } = notifications[0] as Notification;
        const before = wentBefore(partly);
        const same = before.group !== null && before.group.ids.join() === ids.join();
        const group = same ? before.group : { ids, code: (await codes.issue('group', { ids }, groupMs)).code };
        const remark = notifications.some(({ again }) => again) ? againRemark : undefined;
        const buttons = keyboardOf(now.data, place.chatId, groupButtons((group as { code: string }).code, members));
        const sent = await now.messenger.send(place, groupMessage(members, remark), buttons, same ? before.messageIds : [], (messageIds) => keep({ messageIds, group }));
        return { ...sent, group };
      });
    },
  };
}

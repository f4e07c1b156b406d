import { z } from 'zod';
import type { Chat, ChatRooms } from './chat.ts';
import { groupMessage } from './incidentMessage.ts';
import { groupButtons } from './keyboard.ts';
import type { Press, PressAnswer } from './presses.ts';
import { lengthOf, messageLimit } from './rich.ts';

const Payload = z.object({ ids: z.array(z.string()) });
const silenceMinutes = 60;

/** A button of a message that tells of many incidents: what can be done is done, and the rest is counted. */
export async function groupPress(chat: Chat, { action, id, message }: Press, { telegram, incidents, clock }: ChatRooms): Promise<PressAnswer> {
  const taken = await telegram.codes.find('group', id);
  if (taken.state !== 'good') {
    return { say: 'This list is too old; /alerts shows what is open now.', alert: true };
  }
  const { ids } = Payload.parse(taken.payload);
  const open = (await incidents.open()).filter((incident) => ids.includes(incident.id));
  const now = clock.now();
  const todo = open.filter(({ state, silencedUntil }) => (action === 'groupAcknowledge' ? state === 'firing' : silencedUntil === null || Date.parse(silencedUntil) <= now));
  if (todo.length === 0) {
    return { say: open.length === 0 ? 'All of them are resolved already.' : action === 'groupAcknowledge' ? 'All of them are acknowledged already.' : 'All of them are silenced already.', alert: true };
  }
  const { results } = await incidents.bulk({ ids: todo.map((incident) => incident.id), action: action === 'groupAcknowledge' ? 'acknowledge' : 'silence', comment: '', minutes: silenceMinutes }, chat.person.actor);
  const refused = results.filter(({ ok }) => !ok);
  chat.later(async () => {
    const all = await Promise.all(ids.map((one) => incidents.list.get(one).catch(() => undefined)));
    const members = all.filter((incident) => incident !== undefined);
    // A list of several messages is edited by the outbox, which knows them all.
    const rich = groupMessage(members);
    if (lengthOf(rich) <= messageLimit) {
      await chat.change(message, rich, groupButtons(id, members));
    }
  });
  const done = `${results.length - refused.length} of ${results.length} ${action === 'groupAcknowledge' ? 'acknowledged' : 'silenced for 1 h'}.`;
  return refused.length === 0 ? { say: done } : { say: `${done} ${refused[0]?.message ?? ''}`, alert: true };
}

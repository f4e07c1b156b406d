import type { Role } from '../../../../contract/endpoint.ts';
import type { Incident, IncidentDetail } from '../../../../contract/incident.ts';
import { mayAct } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import { agoText, timeText } from '../time.ts';
import type { ButtonAction, ButtonData } from './callbackData.ts';
import type { Chat, ChatRooms } from './chat.ts';
import { showServer } from './commands/server.ts';
import { showDetails } from './details.ts';
import { groupPress } from './groupPress.ts';
import { incidentMessage, nameOf } from './incidentMessage.ts';
import { incidentButtons } from './keyboard.ts';
import type { SentMessage } from './messenger.ts';
import { lengthOf, messageLimit } from './rich.ts';
import { runPress } from './runPress.ts';
import { minutesUntilTomorrow } from './silenceTime.ts';

/** A button that was pressed, and the message it is under. */
export interface Press extends ButtonData {
  message: SentMessage;
}
/** What the person reads over the chat; `alert` waits to be closed. */
export interface PressAnswer {
  say: string;
  alert?: boolean;
}

const minute = 60_000;
/** Two escalations by one person within this are one that was pressed twice. */
const doublePressMs = 15_000;

type Act = (chat: Chat, incident: IncidentDetail, rooms: ChatRooms) => Promise<{ incident: Incident; say: string }>;

const silenceFor =
  (minutesOf: (now: number, zone: string) => number): Act =>
  async (chat, incident, { incidents, clock }) => {
    const now = clock.now();
    const minutes = minutesOf(now, chat.person.timeZone);
    const until = incident.silencedUntil === null ? 0 : Date.parse(incident.silencedUntil);
    // Pressed twice, or two people had the same idea: one silence is enough.
    if (until >= now + (minutes - 1) * minute) {
      return { incident, say: `It is silenced until ${timeText(until)} already.` };
    }
    return { incident: await incidents.silence(incident.id, { minutes, comment: '' }, chat.person.actor), say: `Silenced for ${agoText(minutes * minute)}.` };
  };

/** What buttons do to an incident that is open. */
const acts: Partial<Record<ButtonAction, Act>> = {
  async acknowledge(chat, incident, { incidents, clock }) {
    if (incident.acknowledgedAt !== null) {
      const who = incident.acknowledgedBy === chat.person.actor.name ? 'You' : nameOf(incident.acknowledgedBy ?? 'somebody');
      return { incident, say: `${who} acknowledged it ${agoText(clock.now() - Date.parse(incident.acknowledgedAt))} ago.` };
    }
    return { incident: await incidents.actions.acknowledge(incident.id, '', chat.person.actor), say: 'You take care of it; escalation stops.' };
  },
  async unacknowledge(chat, incident, { incidents }) {
    return incident.state === 'firing' ? { incident, say: 'Nobody has acknowledged it.' } : { incident: await incidents.actions.unacknowledge(incident.id, '', chat.person.actor), say: 'Taken back; escalation goes on.' };
  },
  resolve: async (chat, incident, { incidents }) => ({ incident: await incidents.actions.resolve(incident.id, '', chat.person.actor), say: 'Resolved. It opens again if it fires again.' }),
  silence1h: silenceFor(() => 60),
  silence4h: silenceFor(() => 240),
  silenceTomorrow: silenceFor(minutesUntilTomorrow),
  async unsilence(chat, incident, { incidents }) {
    return incident.silenceId === null ? { incident, say: 'It is not silenced.' } : { incident: await incidents.unsilence(incident.id, { comment: '' }, chat.person.actor), say: 'The silence ended.' };
  },
  async escalate(chat, incident, { incidents, clock }) {
    const before = incident.events.findLast(({ kind, actor }) => kind === 'escalated' && actor === chat.person.actor.name);
    if (before !== undefined && clock.now() - Date.parse(before.at) < doublePressMs) {
      return { incident, say: 'You escalated it just now.' };
    }
    return { incident: await incidents.escalate(incident.id, '', chat.person.actor), say: 'Escalated: the next ones are told.' };
  },
};

const roleFor = (action: ButtonAction): Role => (action === 'details' || action === 'open' || action === 'server' ? 'viewer' : 'operator');

async function incidentPress(chat: Chat, { action, id, message }: Press, rooms: ChatRooms): Promise<PressAnswer> {
  const { incidents, clock } = rooms;
  const incident = await incidents.list.get(id);
  const now = clock.now();
  if (action === 'open') {
    await chat.say(incidentMessage(incident, now), incidentButtons(incident, now));
    return { say: '' };
  }
  if (action === 'details') {
    chat.later((signal) => showDetails(chat, incident, rooms, signal));
    return { say: 'Details follow.' };
  }
  /** The message tells it at once; others about the same incident follow through the outbox. */
  const show = async (current: Incident) => {
    const rich = incidentMessage(current, now);
    // One of several parts can not be told from a whole message here; the outbox knows and edits it.
    if (lengthOf(rich) <= messageLimit) {
      await chat.change(message, rich, incidentButtons(current, now));
    }
  };
  if (incident.state === 'resolved') {
    await show(incident);
    return { say: `It is resolved already${incident.resolvedAt === null ? '' : `, for ${agoText(now - Date.parse(incident.resolvedAt))}`}.`, alert: true };
  }
  const act = acts[action];
  if (act === undefined) {
    return { say: 'This button does nothing any more.', alert: true };
  }
  const done = await act(chat, incident, rooms);
  chat.later(() => show(done.incident));
  return { say: done.say };
}

/** One press by a person who is known. A thrown Failure is told as the answer. */
export async function answerPress(chat: Chat, press: Press, rooms: ChatRooms): Promise<PressAnswer> {
  const least = roleFor(press.action);
  if (!mayAct(chat.person.role, least)) {
    return { say: `Your role is ${chat.person.role}; this needs ${least}.`, alert: true };
  }
  try {
    switch (press.action) {
      case 'run':
      case 'cancel':
        return await runPress(chat, press, rooms);
      case 'groupAcknowledge':
      case 'groupSilence':
        return await groupPress(chat, press, rooms);
      case 'server': {
        const server = rooms.servers().find(({ id }) => id === press.id);
        if (server === undefined) {
          return { say: 'This server is not watched any more.', alert: true };
        }
        await showServer(chat, server, rooms);
        return { say: '' };
      }
      default:
        return await incidentPress(chat, press, rooms);
    }
  } catch (error) {
    if (error instanceof Failure) {
      return { say: error.message, alert: true };
    }
    throw error;
  }
}

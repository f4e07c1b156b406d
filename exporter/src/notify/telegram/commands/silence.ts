import type { ChatCommand } from '../chat.ts';
import { incidentMessage } from '../incidentMessage.ts';
import { incidentButtons } from '../keyboard.ts';
import { silenceMinutes } from '../silenceTime.ts';
import { offerIncidents, openIncidents } from './incidentChoice.ts';

const usualMinutes = 60;

export const silence: ChatCommand = {
  name: 'silence',
  usage: '[INCIDENT or SERVER] [1h | 90m | tomorrow]',
  about: 'No notifications of an incident for a time, an hour unless told',
  role: 'operator',
  async run(chat, words, rooms) {
    const now = rooms.clock.now();
    const all = words.split(/\s+/).filter((word) => word !== '');
    const minutes = silenceMinutes(all.at(-1) ?? '', now, chat.person.timeZone);
    const open = await openIncidents(rooms, (minutes === undefined ? all : all.slice(0, -1)).join(' '));
    const [only, another] = open;
    if (only === undefined || another !== undefined) {
      await offerIncidents(chat, 'Which one?', open);
      return;
    }
    const incident = await rooms.incidents.silence(only.id, { minutes: minutes ?? usualMinutes, comment: '' }, chat.person.actor);
    await chat.say(incidentMessage(incident, now), incidentButtons(incident, now));
  },
};

import type { ChatCommand } from '../chat.ts';
import { incidentMessage } from '../incidentMessage.ts';
import { incidentButtons } from '../keyboard.ts';
import { offerIncidents, openIncidents } from './incidentChoice.ts';

export const ack: ChatCommand = {
  name: 'ack',
  usage: '[INCIDENT or SERVER]',
  about: 'Say that you take care; escalation stops',
  role: 'operator',
  async run(chat, words, rooms) {
    const firing = (await openIncidents(rooms, words)).filter(({ state }) => state === 'firing');
    const [only, another] = firing;
    if (only === undefined || another !== undefined) {
      await offerIncidents(chat, 'Which one?', firing);
      return;
    }
    const incident = await rooms.incidents.actions.acknowledge(only.id, '', chat.person.actor);
    const now = rooms.clock.now();
    await chat.say(incidentMessage(incident, now), incidentButtons(incident, now));
  },
};

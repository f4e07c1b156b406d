import type { ChatCommand } from '../chat.ts';
import { bold, text } from '../rich.ts';
import { incidentChoice } from './incidentChoice.ts';

export const alerts: ChatCommand = {
  name: 'alerts',
  usage: '',
  about: 'Open incidents, those that wait for a person first',
  role: 'viewer',
  async run(chat, _words, { incidents }) {
    const open = await incidents.open();
    if (open.length === 0) {
      await chat.say([text('✅ No incident is open.')]);
      return;
    }
    const { rich, buttons } = incidentChoice([bold(`${open.length} open incident${open.length === 1 ? '' : 's'}`)], open);
    await chat.say(rich, buttons);
  },
};

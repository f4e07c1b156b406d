import { mayAct } from '../../../actor.ts';
import type { Chat, ChatCommand } from '../chat.ts';
import { bold, code, lines, text } from '../rich.ts';

/** Says what the others do; it is made from the list it is part of. */
export const helpFor = (commands: readonly ChatCommand[]): ChatCommand => ({
  name: 'help',
  usage: '',
  about: 'What can be asked here',
  role: 'viewer',
  async run(chat: Chat) {
    const mine = commands.filter(({ role }) => mayAct(chat.person.role, role));
    await chat.say(lines([[text('You are '), bold(chat.person.name), text(`, role ${chat.person.role}.`)], ...mine.map(({ name, usage, about }) => [code(`/${name}${usage === '' ? '' : ` ${usage}`}`), text(` – ${about}`)])]));
  },
});

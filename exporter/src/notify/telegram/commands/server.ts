import type { Chat, ChatCommand, ChatRooms } from '../chat.ts';
import { findNamed } from '../names.ts';
import { lines, text } from '../rich.ts';
import { serverMessage } from '../serverMessage.ts';
import { incidentChoice } from './incidentChoice.ts';

const offered = 10;

export async function showServer(chat: Chat, { id, name }: { id: string; name: string }, { statuses, board, incidents, clock }: ChatRooms): Promise<void> {
  const open = (await incidents.open()).filter(({ serverId }) => serverId === id);
  const message = serverMessage(name, statuses.get(id), board.vitals(id), clock.now());
  if (open.length === 0) {
    await chat.say(message);
    return;
  }
  const { rich, buttons } = incidentChoice([text('\nOpen incidents')], open);
  await chat.say(lines([message, rich]), buttons);
}

export const server: ChatCommand = {
  name: 'server',
  usage: 'NAME',
  about: 'One server: state, load, memory, disks, incidents',
  role: 'viewer',
  async run(chat, words, rooms) {
    const choice = findNamed(rooms.servers(), words);
    if ('found' in choice) {
      await showServer(chat, choice.found, rooms);
      return;
    }
    const near = choice.near.slice(0, offered);
    await chat.say([text(near.length === 0 ? 'No server has such a name.' : 'Which server?')], near.map(({ id, name }) => [[name, 'server', id] as const]));
  },
};

import type { Command } from '../../../../../contract/command.ts';
import { mayAct } from '../../../actor.ts';
import type { PolledServer } from '../../../poll/directory.ts';
import type { ChatCommand, ChatRooms } from '../chat.ts';
import { findNamed } from '../names.ts';
import { bold, code, foreign, lines, text } from '../rich.ts';

const confirmMs = 5 * 60_000;

/** What waits for a confirmation; kept with its code. */
export interface RunPlan {
  commandId: string;
  commandName: string;
  serverId: string;
  serverName: string;
  values: Record<string, string>;
  userId: string;
}

const usable = async ({ commands }: ChatRooms): Promise<Command[]> => (await commands.commands.list({ limit: 1000 })).items.filter(({ chat, enabled }) => chat && enabled);

/** `COMMAND SERVER NAME=value …`; values hold no spaces here. */
function readWords(words: string): { command: string; server: string; values: Record<string, string> } {
  const all = words.split(/\s+/).filter((word) => word !== '');
  const values = Object.fromEntries(all.flatMap((word) => (/^[A-Z][A-Z0-9_]*=/.test(word) ? [[word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const] : [])));
  const [command = '', ...server] = all.filter((word) => !/^[A-Z][A-Z0-9_]*=/.test(word));
  return { command, server: server.join(' '), values };
}

export const run: ChatCommand = {
  name: 'run',
  usage: 'COMMAND SERVER [NAME=value …]',
  about: 'Run a saved command that may be run from a chat; asks before it does',
  role: 'operator',
  async run(chat, words, rooms) {
    const { command: name, server: serverName, values } = readWords(words);
    const known = (await usable(rooms)).filter(({ runRole }) => mayAct(chat.person.role, runRole));
    const command = findNamed(known, name);
    if (!('found' in command)) {
      const near = name === '' ? known : command.near;
      await chat.say(lines([[text(near.length === 0 ? 'No command of this name may be run from a chat by you.' : 'Which command?')], ...near.slice(0, 15).map((one) => [text('/run '), code(one.name), text(one.description === '' ? '' : ' – '), foreign(one.description)])]));
      return;
    }
    const server = findNamed<PolledServer>(rooms.servers(), serverName);
    if (!('found' in server)) {
      await chat.say(lines([[text(server.near.length === 0 ? 'No server has such a name.' : 'On which server?')], ...server.near.slice(0, 15).map((one) => [text(`/run ${command.found.name} `), foreign(one.name, 'code')])]));
      return;
    }
    const plan: RunPlan = { commandId: command.found.id, commandName: command.found.name, serverId: server.found.id, serverName: server.found.name, values, userId: chat.userId };
    const { code: confirmation } = await rooms.telegram.codes.issue('run', plan, confirmMs);
    await chat.say(
      lines([
        [text('Run '), bold(plan.commandName), text(' on '), bold(plan.serverName), text(command.found.sudo ? ' as root?' : '?')],
        command.found.description === '' ? undefined : [foreign(command.found.description)],
        ...Object.entries(values).map(([key, value]) => [text(`${key} = `), code(value)]),
      ]),
      [[['▶ Run it', 'run', confirmation], ['Cancel', 'cancel', confirmation]]]
    );
  },
};

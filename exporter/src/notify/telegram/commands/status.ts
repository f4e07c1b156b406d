import type { ChatCommand } from '../chat.ts';
import { bold, foreign, lines, text } from '../rich.ts';

const listed = 20;

export const status: ChatCommand = {
  name: 'status',
  usage: '',
  about: 'How the fleet is',
  role: 'viewer',
  async run(chat, _words, { statuses, incidents }) {
    const servers = statuses.list();
    const open = await incidents.open();
    const count = (state: string) => servers.filter((server) => server.state === state).length;
    const down = servers.filter(({ state }) => state === 'down').sort((a, b) => a.since.localeCompare(b.since));
    const waiting = open.filter(({ state }) => state === 'firing').length;
    const critical = open.filter(({ severity }) => severity === 'critical').length;
    await chat.say(
      lines([
        [text(down.length > 0 || critical > 0 ? '🔴 ' : open.length > 0 ? '🟠 ' : '🟢 '), bold(`${count('up')} of ${servers.length} servers are up`)],
        [text(`down ${count('down')} · paused ${count('paused')} · pending ${count('pending')}`)],
        ...down.slice(0, listed).map(({ name, message, reason }) => [text('🔴 '), foreign(name, 'b'), text(`: ${message ?? reason ?? 'down'}`)]),
        down.length > listed ? [text(`… and ${down.length - listed} more`)] : undefined,
        [text(open.length === 0 ? 'No incident is open.' : `${open.length} open incident${open.length === 1 ? '' : 's'}, ${critical} critical, ${waiting} without anyone who takes care: /alerts`)],
      ])
    );
  },
};

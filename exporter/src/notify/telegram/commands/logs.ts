import type { LogSource } from '../../../../../contract/logSource.ts';
import type { ChatCommand } from '../chat.ts';
import { findNamed } from '../names.ts';
import { block, bold, foreign, lines, text, type Rich } from '../rich.ts';

const shownLines = 20;
/** What fits one message below the heading. */
const shownLetters = 3500;
const readMs = 25_000;
const offered = 15;

/** The longest name the words begin with, as names may hold spaces; what follows is a server's. */
function sourceIn(sources: readonly LogSource[], words: string): { source: LogSource; rest: string } | undefined {
  const key = words.trim().toLowerCase();
  const fits = sources.filter(({ name }) => key === name.toLowerCase() || key.startsWith(`${name.toLowerCase()} `)).sort((a, b) => b.name.length - a.name.length)[0];
  return fits === undefined ? undefined : { source: fits, rest: words.trim().slice(fits.name.length).trim() };
}

export const logs: ChatCommand = {
  name: 'logs',
  usage: 'SOURCE [SERVER]',
  about: `The newest ${shownLines} lines of a log`,
  role: 'viewer',
  async run(chat, words, rooms) {
    const sources = (await rooms.logs.sources.list({ limit: 1000 })).items.filter(({ enabled }) => enabled);
    const wanted = sourceIn(sources, words);
    if (wanted === undefined) {
      const choice = findNamed(sources, words.split(/\s/)[0] ?? '');
      const near = 'found' in choice ? [choice.found] : choice.near;
      await chat.say(lines([[text(near.length === 0 ? 'There is no such log source.' : 'Which log?')], ...near.slice(0, offered).map(({ name }) => [text('/logs '), foreign(name, 'code')])]));
      return;
    }
    const server = wanted.rest === '' ? undefined : findNamed(rooms.servers(), wanted.rest);
    if (server !== undefined && !('found' in server)) {
      await chat.say([text('No server has this name, or several begin with it.')]);
      return;
    }
    const { source } = wanted;
    const message = await chat.say([text('Reading '), foreign(source.name, 'b'), text(' …')]);
    chat.later(async (stopping) => {
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(readMs)]);
      const read = await rooms.logs.reader.recent(source.id, { lines: shownLines, ...(server === undefined ? {} : { server: server.found.id }), rotated: false }, chat.person.actor, signal);
      const several = new Set(read.lines.map(({ serverId }) => serverId)).size > 1;
      const said = read.lines.map((line) => `${several ? `${line.serverName}: ` : ''}${line.text}`).join('\n');
      const problems: Rich[] = read.problems.map(({ serverName, message: why }) => [text('⚠ '), foreign(serverName), text(': '), foreign(why)]);
      await chat.change(message, lines([[bold(source.name)], ...problems, said === '' ? [text('No lines.')] : [block(said.slice(-shownLetters))]]));
    });
  },
};

import type { InlineQueryResult } from 'node-telegram-bot-api';
import type { ChatRooms } from './chat.ts';
import { findNamed } from './names.ts';

const offered = 20;

/** What `@bot we` offers: /server, /logs and /run with names that fit, to be sent with one touch. */
export async function suggestions(query: string, rooms: ChatRooms): Promise<InlineQueryResult[]> {
  const [first = '', second = ''] = query.trim().split(/\s+/);
  const kinds = { server: rooms.servers(), logs: (await rooms.logs.sources.list({ limit: 1000 })).items, run: (await rooms.commands.commands.list({ limit: 1000 })).items.filter(({ chat, enabled }) => chat && enabled) };
  const kind = first.replace(/^\//, '').toLowerCase();
  const chosen = Object.hasOwn(kinds, kind) ? [kind as keyof typeof kinds] : (Object.keys(kinds) as Array<keyof typeof kinds>);
  const wanted = Object.hasOwn(kinds, kind) ? second : first;
  const lines = chosen.flatMap((name) => {
    const named: Array<{ name: string }> = kinds[name];
    const choice = wanted === '' ? { near: named } : findNamed(named, wanted);
    return ('found' in choice ? [choice.found] : choice.near).slice(0, offered).map((one) => `/${name} ${one.name}`);
  });
  return lines.slice(0, offered).map((line, index) => ({ type: 'article', id: String(index), title: line, input_message_content: { message_text: line } }));
}

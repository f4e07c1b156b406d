/** A part of a text that is marked up, in UTF-16 units: https://core.telegram.org/bots/api#messageentity */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
}

export class EntityError extends Error {}

// The only tags and named entities there are: https://core.telegram.org/bots/api#html-style
const tags = new Set(['b', 'strong', 'i', 'em', 'u', 'ins', 's', 'strike', 'del', 'span', 'tg-spoiler', 'a', 'tg-emoji', 'tg-time', 'code', 'pre', 'blockquote']);
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

const bytes = (text: string, at: number): number => Buffer.byteLength(text.slice(0, at));

/** Reads `parse_mode=HTML` as the Bot API server does; throws in its words (github.com/tdlib/td, MessageEntity.cpp, parse_html). */
export function parseHtml(source: string): { text: string; entities: Entity[] } {
  let text = '';
  const open: Array<{ tag: string; offset: number; url?: string }> = [];
  const entities: Entity[] = [];
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at);
    if (rest[0] === '&') {
      const entity = /^&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/i.exec(rest);
      const decoded = entity === null ? undefined : entity[3] === undefined ? String.fromCodePoint(entity[1] === undefined ? parseInt(entity[2] as string, 16) : Number(entity[1])) : named[entity[3]];
      // What is no entity stays as it is written.
      text += decoded ?? '&';
      at += decoded === undefined ? 1 : (entity as RegExpExecArray)[0].length;
      continue;
    }
    if (rest[0] !== '<') {
      text += rest[0];
      at += 1;
      continue;
    }
    const end = /^<\/([^>\s]*)\s*>/.exec(rest);
    if (end !== null) {
      const last = open.pop();
      if (last === undefined) {
        throw new EntityError(`Unexpected end tag at byte offset ${bytes(source, at)}`);
      }
      if (end[1] !== '' && end[1]?.toLowerCase() !== last.tag) {
        throw new EntityError(`Unmatched end tag at byte offset ${bytes(source, at)}, expected "</${last.tag}>", found "</${end[1]}>"`);
      }
      if (text.length > last.offset) {
        entities.push({ type: last.tag, offset: last.offset, length: text.length - last.offset, ...(last.url === undefined ? {} : { url: last.url }) });
      }
      at += end[0].length;
      continue;
    }
    const start = /^<([a-z-]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/i.exec(rest);
    const tag = start?.[1]?.toLowerCase() ?? /^<([^>\s]*)/.exec(rest)?.[1] ?? '';
    if (start === null || !tags.has(tag)) {
      throw new EntityError(`Unsupported start tag "${tag}" at byte offset ${bytes(source, at)}`);
    }
    const url = /href="([^"]*)"/.exec(start[2] ?? '')?.[1];
    open.push({ tag, offset: text.length, ...(url === undefined ? {} : { url: url.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => named[name] as string) }) });
    at += start[0].length;
  }
  const last = open.pop();
  if (last !== undefined) {
    throw new EntityError(`Can't find end tag corresponding to start tag "${last.tag}"`);
  }
  return { text, entities };
}

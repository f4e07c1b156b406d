/** A run of text in one style. */
export interface Span {
  text: string;
  style?: 'b' | 'i' | 'code' | 'pre';
  href?: string;
}
/** A message before it has a form: it becomes HTML or plain text, whole or in parts, and no part ends inside a tag. */
export type Rich = readonly Span[];

/** What Telegram counts for a message, in UTF-16 units after the tags are gone: https://core.telegram.org/bots/api#sendmessage */
export const messageLimit = 4096;
/** The same for what stands under a picture: https://core.telegram.org/bots/api#sendphoto */
export const captionLimit = 1024;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] as string);

/** Controls, and marks that turn the direction of what follows; a lone half of a pair is no character at all. */
const unprintable = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Text of others (names, labels, output) as it may stand in a message. Right-to-left text is kept from turning what is around it. */
export function clean(text: string): string {
  const plain = text.toWellFormed().replace(unprintable, (sign) => (sign === '\n' || sign === '\t' ? sign : ''));
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}

export const plainText = (rich: Rich): string => rich.map(({ text }) => text).join('');
export const lengthOf = (rich: Rich): number => rich.reduce((sum, { text }) => sum + text.length, 0);

function html({ text, style, href }: Span): string {
  const inner = href === undefined ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`;
  return style === undefined || text === '' ? inner : `<${style}>${inner}</${style}>`;
}
/** https://core.telegram.org/bots/api#html-style */
export const toHtml = (rich: Rich): string => rich.map(html).join('');

function slice(rich: Rich, from: number, to: number): Rich {
  let at = 0;
  return rich.flatMap((span) => {
    const start = at;
    at += span.text.length;
    const text = span.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    return text === '' ? [] : [{ ...span, text }];
  });
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** No letter with its marks, no flag and no family of emoji is longer, but for made-up ones. */
const longestGrapheme = 200;

/** The last place at or before `at` that is not inside a letter or an emoji. */
function boundary(text: string, at: number): number {
  const from = Math.max(0, at - longestGrapheme);
  const start = graphemes.segment(text.slice(from, at + longestGrapheme)).containing(at - from)?.index ?? 0;
  if (start > 0) {
    return from + start;
  }
  const low = text.charCodeAt(at) & 0xfc00;
  return low === 0xdc00 ? at - 1 : at;
}

/** Where a part that begins at `from` ends: at a line, else a word, else between two letters. */
function cut(text: string, from: number, limit: number): number {
  if (text.length - from <= limit) {
    return text.length;
  }
  const latest = boundary(text, from + limit);
  const earliest = from + limit / 2;
  const line = text.lastIndexOf('\n', latest - 1) + 1;
  const word = text.lastIndexOf(' ', latest - 1) + 1;
  return line > earliest ? line : word > earliest ? word : latest;
}

/** In parts of at most `limit`; each has something to see, as Telegram takes no empty message. */
export function split(rich: Rich, limit = messageLimit): Rich[] {
  const text = plainText(rich);
  const parts: Rich[] = [];
  for (let from = 0; from < text.length; ) {
    const to = cut(text, from, limit);
    if (text.slice(from, to).trim() !== '') {
      parts.push(slice(rich, from, to));
    }
    from = to;
  }
  return parts;
}

/** The beginning, with a sign that there was more. */
export const shortened = (rich: Rich, limit: number): Rich => (lengthOf(rich) <= limit ? rich : [...slice(rich, 0, boundary(plainText(rich), limit - 1)), { text: '…' }]);

export const lines = (rows: ReadonlyArray<Rich | undefined>): Rich => rows.filter((row) => row !== undefined).flatMap((row, index) => (index === 0 ? row : [{ text: '\n' }, ...row]));
export const text = (value: string): Span => ({ text: value });
export const foreign = (value: string, style?: Span['style']): Span => ({ text: clean(value), ...(style === undefined ? {} : { style }) });
export const bold = (value: string): Span => ({ text: clean(value), style: 'b' });
export const italic = (value: string): Span => ({ text: clean(value), style: 'i' });
export const code = (value: string): Span => ({ text: clean(value), style: 'code' });
export const block = (value: string): Span => ({ text: clean(value), style: 'pre' });

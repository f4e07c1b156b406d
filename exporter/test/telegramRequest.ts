import type { IncomingMessage } from 'node:http';
import { EntityError, parseHtml, type Entity } from './telegramHtml.ts';

/** What a request to the Bot API holds, read and checked as Telegram does. Rules stand beside what they are about, with their source. */
export type Fields = Record<string, string | Buffer | undefined>;

export type Keyboard = Array<Array<{ text: string; callback_data?: string }>>;
export interface Refusal {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.description);
    this.refusal = refusal;
  }
}
export const bad = (description: string) => new Refused({ error_code: 400, description: `Bad Request: ${description}` });

export async function fieldsOf(request: IncomingMessage): Promise<Fields> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  // Parameters come as a query, as a form, or as JSON: https://core.telegram.org/bots/api#making-requests
  const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': request.headers['content-type'] ?? 'application/x-www-form-urlencoded' } }).formData();
  const fields: Fields = {};
  for (const [name, value] of form.entries()) {
    fields[name] = typeof value === 'string' ? value : Buffer.from(await value.arrayBuffer());
  }
  return fields;
}
export const textIn = (fields: Fields, name: string): string | undefined => (typeof fields[name] === 'string' ? fields[name] : undefined);

/** What a message says, by the limits of https://core.telegram.org/bots/api#sendmessage and, for captions, #sendphoto. */
export function readText(fields: Fields, name: 'text' | 'caption', limit: number) {
  const mode = textIn(fields, 'parse_mode');
  const source = textIn(fields, name) ?? '';
  let read: { text: string; entities: Entity[] } = { text: source, entities: [] };
  try {
    read = mode === 'HTML' ? parseHtml(source) : read;
  } catch (error) {
    throw error instanceof EntityError ? bad(`can't parse entities: ${error.message}`) : error;
  }
  if (!read.text.isWellFormed()) {
    throw bad('strings must be encoded in UTF-8');
  }
  if (read.text.trim() === '' && name === 'text') {
    throw bad('message text is empty');
  }
  if (read.text.length > limit) {
    throw bad(name === 'text' ? 'message is too long' : 'message caption is too long');
  }
  return { ...read, parsed: mode === 'HTML' };
}

/** https://core.telegram.org/bots/api#inlinekeyboardbutton: data of 1 to 64 bytes. */
export function readKeyboard(fields: Fields): Keyboard {
  const { inline_keyboard: rows = [] } = JSON.parse(textIn(fields, 'reply_markup') ?? '{}') as { inline_keyboard?: Keyboard };
  for (const button of rows.flat()) {
    if (button.text.trim() === '') {
      throw bad("can't parse inline keyboard button: field \"text\" must be non-empty");
    }
    const size = Buffer.byteLength(button.callback_data ?? '');
    if (size < 1 || size > 64) {
      throw bad('BUTTON_DATA_INVALID');
    }
  }
  return rows;
}

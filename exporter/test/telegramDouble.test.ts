/* The double is worth what it refuses: each rule that Telegram documents, broken once. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './service.ts';
import { startTelegramDouble, type Shown, type TelegramDouble } from './telegramDouble.ts';

const chat = 1001;
const ann = { id: chat, first_name: 'Ann' };

describe('the double of the Bot API', () => {
  let telegram: TelegramDouble;
  beforeEach(async () => {
    telegram = await startTelegramDouble();
  });
  afterEach(() => telegram.stop());

  /** What it says: `ok`, or code and description of its refusal. */
  async function ask(method: string, fields: Record<string, unknown> = {}, token = telegram.token): Promise<string> {
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.append(name, value instanceof Blob || typeof value === 'string' ? value : JSON.stringify(value)));
    const reply = await fetch(`${telegram.url}/bot${token}/${method}`, { method: 'POST', ...(Object.keys(fields).length === 0 ? {} : { body: form }) });
    const answer = (await reply.json()) as { ok: boolean; error_code?: number; description?: string };
    expect(reply.status).toBe(answer.ok ? 200 : answer.error_code);
    return answer.ok ? 'ok' : `${answer.error_code} ${answer.description}`;
  }
  const send = (text: string, more: object = {}) => ask('sendMessage', { chat_id: String(chat), text, ...more });
  const shown = (): Shown => telegram.visible(chat).at(-1) as Shown;
  const buttons = (...row: object[]) => ({ reply_markup: { inline_keyboard: [row] } });

  it('knows its own token and its methods only', async () => {
    expect(await ask('getMe')).toBe('ok');
    expect(await ask('getMe', {}, '1:x')).toBe('401 Unauthorized');
    expect(await ask('sendCarrierPigeon')).toMatch(/^404 /);
  });

  it.each([
    ['nothing', '', undefined, /text is empty/],
    ['spaces', ' \n', undefined, /text is empty/],
    ['nothing but tags', '<b></b>', 'HTML', /text is empty/],
    ['4096 units', 'x'.repeat(4096), undefined, /^ok$/],
    ['4097 units', 'x'.repeat(4097), undefined, /message is too long/],
    ['2048 emoji, of two units each', '😀'.repeat(2048), undefined, /^ok$/],
    ['2049 emoji', '😀'.repeat(2049), undefined, /message is too long/],
    ['4096 units after the entities are parsed', `<b>${'&lt;'.repeat(4096)}</b>`, 'HTML', /^ok$/],
    ['4097 units after the entities are parsed', `<b>${'&lt;'.repeat(4097)}</b>`, 'HTML', /message is too long/],
    ['a tag that is not closed', '<b>x', 'HTML', /can't parse entities: Can't find end tag corresponding to start tag "b"/],
    ['a tag that was not opened', 'x</b>', 'HTML', /can't parse entities: Unexpected end tag at byte offset 1/],
    ['tags that cross', '<b><i>x</b></i>', 'HTML', /can't parse entities: Unmatched end tag at byte offset 7, expected "<\/i>", found "<\/b>"/],
    ['a tag that there is not', '<blink>x</blink>', 'HTML', /can't parse entities: Unsupported start tag "blink"/],
    ['a bare <', '1 < 2', 'HTML', /can't parse entities: Unsupported start tag/],
    ['a bare < without markup', '1 < 2', undefined, /^ok$/],
    ['a bare &', 'a & b &nbsp;', 'HTML', /^ok$/],
  ] as const)('takes or refuses a text: %s', async (_what, text, mode, said) => {
    expect(await send(text, mode === undefined ? {} : { parse_mode: mode })).toMatch(said);
  });
  it('shows a text as people see it', async () => {
    await send('<b>1 &lt; 2</b> <a href="https://example.org/?a=1&amp;b=2">more</a>', { parse_mode: 'HTML' });
    expect(shown()).toMatchObject({ text: '1 < 2 more', entities: [{ type: 'b', offset: 0, length: 5 }, { type: 'a', offset: 6, length: 4, url: 'https://example.org/?a=1&b=2' }] });
  });

  it.each([
    ['64 bytes of data', { text: 'x', callback_data: 'd'.repeat(64) }, /^ok$/],
    ['65 bytes of data', { text: 'x', callback_data: 'd'.repeat(65) }, /BUTTON_DATA_INVALID/],
    ['33 letters of two bytes', { text: 'x', callback_data: 'é'.repeat(33) }, /BUTTON_DATA_INVALID/],
    ['no data', { text: 'x', callback_data: '' }, /BUTTON_DATA_INVALID/],
    ['no text', { text: ' ', callback_data: 'd' }, /must be non-empty/],
  ] as const)('takes or refuses a button: %s', async (_what, button, said) => {
    expect(await send('x', buttons(button))).toMatch(said);
  });

  it('takes pictures of 10 MB with captions of 1024 units', async () => {
    const photo = (bytes: number, caption: string) => ask('sendPhoto', { chat_id: String(chat), photo: new Blob([new Uint8Array(bytes)]), caption });
    expect(await photo(10 << 20, 'x'.repeat(1024))).toBe('ok');
    expect(await photo(1, 'x'.repeat(1025))).toMatch(/message caption is too long/);
    expect(await photo((10 << 20) + 1, '')).toMatch(/wrong file identifier/);
    expect(await photo(0, '')).toMatch(/wrong file identifier/);
  });

  it('edits what is there and what changes', async () => {
    await send('x', buttons({ text: 'a', callback_data: 'd' }));
    const edit = (text: string, more: object = buttons({ text: 'a', callback_data: 'd' }), id = shown().id) => ask('editMessageText', { chat_id: String(chat), message_id: String(id), text, ...more });
    expect(await edit('x')).toMatch(/^400 Bad Request: message is not modified/);
    expect(await edit('x', {})).toBe('ok');
    expect(await edit('y', {})).toBe('ok');
    expect(await edit('y'.repeat(4097), {})).toMatch(/too long/);
    expect(await edit('z', {}, 1)).toMatch(/message to edit not found/);
    const id = String(shown().id);
    expect(await ask('deleteMessage', { chat_id: String(chat), message_id: id })).toBe('ok');
    expect(await ask('deleteMessage', { chat_id: String(chat), message_id: id })).toMatch(/message to delete not found/);
    expect(await edit('z', {}, Number(id))).toMatch(/message to edit not found/);
  });

  it('waits for one answer to a press, of 200 characters, and not for ever', async () => {
    await send('x', buttons({ text: 'a', callback_data: 'd' }));
    const pressed = telegram.press(ann, shown(), 'a');
    expect(await ask('answerCallbackQuery', { callback_query_id: '2', text: 'x'.repeat(201) })).toMatch(/MESSAGE_TOO_LONG/);
    expect(await ask('answerCallbackQuery', { callback_query_id: '2', text: 'x'.repeat(200), show_alert: true })).toBe('ok');
    expect(await pressed).toEqual({ text: 'x'.repeat(200), alert: true });
    expect(await ask('answerCallbackQuery', { callback_query_id: '2' })).toMatch(/query is too old/);
    expect(await ask('answerCallbackQuery', { callback_query_id: '99' })).toMatch(/query ID is invalid/);
    telegram.pressLate(ann, shown(), 'a');
    expect(await ask('answerCallbackQuery', { callback_query_id: '3' })).toMatch(/query is too old/);
  });

  it('takes fifty suggestions, each with an id of its own', async () => {
    const answer = (...ids: string[]) => ask('answerInlineQuery', { inline_query_id: 'i', results: ids.map((id) => ({ id })) });
    expect(await answer(...Array.from({ length: 50 }, (_, n) => String(n)))).toBe('ok');
    expect(await answer(...Array.from({ length: 51 }, (_, n) => String(n)))).toMatch(/RESULTS_TOO_MUCH/);
    expect(await answer('')).toMatch(/RESULT_ID_INVALID/);
    expect(await answer('x'.repeat(65))).toMatch(/RESULT_ID_INVALID/);
    expect(await answer('a', 'a')).toMatch(/RESULT_ID_DUPLICATE/);
  });

  it('takes commands of 1-32 small letters with a description', async () => {
    const set = (command: string, description: string, times = 1) => ask('setMyCommands', { commands: Array.from({ length: times }, () => ({ command, description })) });
    expect(await set('status', 'x')).toBe('ok');
    for (const [command, description, times] of [['Status', 'x', 1], ['', 'x', 1], ['x'.repeat(33), 'x', 1], ['status', '', 1], ['status', 'x'.repeat(257), 1], ['status', 'x', 101]] as const) {
      expect(await set(command, description, times)).toMatch(/BOT_COMMAND_INVALID/);
    }
  });

  it('writes to whom it may', async () => {
    telegram.forget(2);
    telegram.block(3);
    telegram.migrate(-4, -1004);
    telegram.addThread(chat, 7);
    expect(await send('x', { chat_id: '2' })).toMatch(/^400 .*chat not found/);
    expect(await send('x', { chat_id: '' })).toMatch(/^400 .*chat not found/);
    expect(await send('x', { chat_id: '3' })).toMatch(/^403 .*blocked/);
    expect(await send('x', { chat_id: '-4' })).toMatch(/^400 .*upgraded/);
    expect(await send('x', { message_thread_id: '7' })).toBe('ok');
    expect(await send('x', { message_thread_id: '8' })).toMatch(/message thread not found/);
  });

  it('gives updates once they are confirmed no more, to one reader, and not beside a webhook', async () => {
    const get = async (fields: object) => ((await (await fetch(`${telegram.url}/bot${telegram.token}/getUpdates`, { method: 'POST', body: new URLSearchParams(fields as Record<string, string>) })).json()) as { result?: Array<{ update_id: number }>; description?: string });
    for (let n = 0; n < 101; n += 1) {
      telegram.say(ann, String(n));
    }
    const first = (await get({})).result ?? [];
    expect(first).toHaveLength(100);
    expect((await get({})).result).toEqual(first);
    const next = String((first.at(-1)?.update_id ?? 0) + 1);
    expect((await get({ offset: next })).result).toHaveLength(1);
    expect(telegram.waiting()).toBe(1);
    expect((await get({ offset: next, allowed_updates: '["callback_query"]' })).result).toEqual([]);
    const waits = get({ offset: String(Number(next) + 1), timeout: '30' });
    await eventually(async () => telegram.calls.some(({ fields }) => fields['timeout'] === '30'), () => 'the first reader to wait');
    await get({ offset: String(Number(next) + 1) });
    expect((await waits).description).toBe('Conflict: terminated by other getUpdates request; make sure that only one bot instance is running');
    expect(await ask('setWebhook', { url: 'http://127.0.0.1:1/', secret_token: 'a b' })).toMatch(/unallowed characters/);
    expect(await ask('setWebhook', { url: 'http://127.0.0.1:1/', secret_token: 'x'.repeat(257) })).toMatch(/unallowed characters/);
    expect(await ask('setWebhook', { url: 'http://127.0.0.1:1/', secret_token: 'x'.repeat(256) })).toBe('ok');
    expect((await get({})).description).toMatch(/can't use getUpdates method while webhook is active/);
    expect(await ask('deleteWebhook')).toBe('ok');
    expect((await get({})).result).toEqual([]);
  });
});

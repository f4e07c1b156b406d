import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Incident } from '../../../../contract/incident.ts';
import { createFakeClock } from '../../../test/fakeClock.ts';
import { startTelegramDouble, type TelegramDouble } from '../../../test/telegramDouble.ts';
import type { Deliverer, Notification } from '../../fleet/escalation/deliverer.ts';
import { connect, type Connection } from './connection.ts';
import { createTelegramDeliverer } from './deliverer.ts';

const clock = createFakeClock();
const chat = 1001;
const channel = { type: 'telegram', chatId: String(chat), threadId: null } as const;
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const incident = (n: number, change: Partial<Incident> = {}): Incident => ({
  id: id(n), state: 'firing', severity: 'critical', check: 'cpu', title: 'CPU usage', summary: '', serverId: null, serverName: `web${n}`, item: null, labels: {}, value: 97, limit: 95,
  fingerprint: 'f', ruleUid: null, source: 'grafana', links: { rule: null, panel: null, silence: null }, startedAt: '2026-01-01T00:00:00.000Z', acknowledgedAt: null, acknowledgedBy: null,
  resolvedAt: null, resolution: null, assignee: null, flapping: false, fired: 1, maintenance: false, silencedUntil: null, silenceId: null, escalation: null, revision: 1, ...change,
});
const notification = (shown: Incident | null, change: Partial<Notification> = {}): Notification => ({ key: `k ${shown?.id}`, kind: 'firing', contactName: 'ann', incident: shown, reference: null, partly: null, keep: async () => undefined, again: false, ...change });

describe('notifications by Telegram', () => {
  let telegram: TelegramDouble;
  let deliverer: Deliverer;
  let connection: Connection | undefined;
  const now = new Map<string, Incident>();

  beforeEach(async () => {
    telegram = await startTelegramDouble();
    connection = connect(telegram.token, telegram.url);
    deliverer = createTelegramDeliverer({ clock, connection: () => connection, codes: { issue: async () => ({ code: 'c'.repeat(22), expiresAt: 0 }) }, incidents: async (ids) => ids.flatMap((one) => now.get(one) ?? []) });
  });
  afterEach(() => telegram.stop());
  const texts = () => telegram.visible(chat).map(({ text }) => text);

  it('edits the message in place as the incident moves', async () => {
    const sent = await deliverer.deliver(channel, notification(incident(1)));
    expect(sent).toMatchObject({ state: 'sent', reference: { chatId: '1001', threadId: null, group: null } });
    const reference = (sent as { reference: unknown }).reference;
    const resolved = incident(1, { state: 'resolved', resolvedAt: '2026-01-01T00:05:00.000Z', resolution: 'recovered' });
    expect(await deliverer.deliver(channel, notification(resolved, { kind: 'edit', reference }))).toMatchObject({ state: 'sent' });
    expect(texts()).toEqual([expect.stringMatching(/^✅ Resolved: CPU usage — web1\n97 % \(limit 95 %\)\nSince .*\n✅ Resolved 2026-01-01 00:05 UTC after 5 min: the value came back$/)]);
    expect(telegram.visible(chat)[0]?.keyboard.flat().map((button) => button.text)).toEqual(['Details']);
    // The same again is no change, which Telegram refuses and nobody needs to know.
    expect(await deliverer.deliver(channel, notification(resolved, { kind: 'edit', reference }))).toMatchObject({ state: 'sent' });
    expect(telegram.visible(chat)[0]).toMatchObject({ edits: 1, keyboard: [[{ text: 'Details' }]] });
  });

  it('puts many into one message, which shows how each of them goes on', async () => {
    const many = Array.from({ length: 40 }, (_, n) => incident(n));
    many.forEach((one) => now.set(one.id, one));
    const sent = await deliverer.deliverGroup?.(channel, many.map((one) => notification(one)));
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toContain('40 incidents');
    const changed = incident(3, { state: 'resolved', resolvedAt: '2026-01-01T00:05:00.000Z' });
    now.set(changed.id, changed);
    await deliverer.deliver(channel, notification(changed, { kind: 'edit', reference: (sent as { reference: unknown }).reference }));
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toContain('39 of 40 incidents are open');
    expect(telegram.visible(chat)[0]?.keyboard.flat().map((button) => button.text)).toEqual(['✅ Acknowledge all', '🔕 All for 1 h']);
  });

  it('says when it may have come before', async () => {
    await deliverer.deliver(channel, notification(incident(1), { again: true }));
    expect(texts()[0]).toMatch(/^The exporter was stopped while it sent this/);
  });

  it('waits as long as Telegram says', async () => {
    telegram.fail('sendMessage', { error_code: 429, description: 'Too Many Requests: retry after 17', parameters: { retry_after: 17 } });
    expect(await deliverer.deliver(channel, notification(incident(1)))).toEqual({ state: 'retry', afterMs: 17_000, error: 'Telegram answered 429: Too Many Requests: retry after 17' });
    expect(await deliverer.deliver(channel, notification(incident(1)))).toMatchObject({ state: 'sent' });
  });

  it('tries again after the network failed, without saying the token', async () => {
    telegram.fail('sendMessage', 'drop');
    const lost = await deliverer.deliver(channel, notification(incident(1)));
    expect(lost).toMatchObject({ state: 'retry', error: expect.stringMatching(/can not be reached/) });
    expect(JSON.stringify(lost)).not.toContain(telegram.token);
    telegram.fail('sendMessage', { error_code: 502, description: 'Bad Gateway' });
    expect(await deliverer.deliver(channel, notification(incident(1)))).toMatchObject({ state: 'retry' });
    expect(await deliverer.deliver(channel, notification(incident(1)))).toMatchObject({ state: 'sent' });
    expect(texts()).toHaveLength(1);
  });

  it('goes on behind the parts that went before', async () => {
    const long = incident(1, { check: null, summary: Array.from({ length: 1500 }, (_, n) => `word${n}`).join(' ') });
    const part = await deliverer.deliver(channel, notification(long));
    const parts = texts().length;
    expect([part.state, parts]).toEqual(['sent', 4]);
    let kept: unknown = null;
    const second = notification(long, { key: 'second', keep: async (partly) => void (kept = structuredClone(partly)) });
    let calls = 0;
    const { messenger } = connection as Connection;
    const send = messenger.api.sendMessage.bind(messenger.api);
    messenger.api.sendMessage = (params) => ((calls += 1) === 2 ? Promise.reject(new TypeError('the network is gone')) : send(params));
    expect(await deliverer.deliver(channel, second)).toMatchObject({ state: 'retry' });
    expect(kept).toMatchObject({ messageIds: [expect.any(Number)] });
    // Another process may make this try: it knows what the store knows.
    expect(await deliverer.deliver(channel, { ...second, partly: kept })).toMatchObject({ state: 'sent' });
    expect(texts().slice(parts)).toEqual(texts().slice(0, parts));
  });

  it('gives up when the person blocked the bot or the chat is gone', async () => {
    telegram.block(chat);
    expect(await deliverer.deliver(channel, notification(incident(1)))).toEqual({ state: 'dead', error: 'Telegram answered 403: Forbidden: bot was blocked by the user' });
    telegram.forget(77);
    expect(await deliverer.deliver({ ...channel, chatId: '77' }, notification(incident(1)))).toMatchObject({ state: 'dead', error: expect.stringMatching(/chat not found/) });
    connection = undefined;
    expect(await deliverer.deliver(channel, notification(incident(1)))).toEqual({ state: 'dead', error: 'no Telegram bot is set up' });
  });

  it('sends plain text when the markup is refused', async () => {
    telegram.fail('sendMessage', { error_code: 400, description: "Bad Request: can't parse entities: Unsupported start tag" });
    expect(await deliverer.deliver(channel, notification(incident(1, { serverName: '<b>&' })))).toMatchObject({ state: 'sent' });
    expect(telegram.visible(chat)[0]).toMatchObject({ parsed: false, text: expect.stringContaining('— <b>&') });
    expect(telegram.visible(chat)[0]?.keyboard).toHaveLength(3);
  });

  it('sends without buttons, or as bare as can be, when that is what Telegram takes', async () => {
    telegram.fail('sendMessage', { error_code: 400, description: 'Bad Request: BUTTON_DATA_INVALID' });
    expect(await deliverer.deliver(channel, notification(incident(1)))).toMatchObject({ state: 'sent' });
    telegram.fail('sendMessage', { error_code: 400, description: 'Bad Request: SOMETHING_NEW' });
    expect(await deliverer.deliver(channel, notification(incident(2)))).toMatchObject({ state: 'sent' });
    expect(telegram.visible(chat).map(({ parsed, keyboard }) => [parsed, keyboard.length])).toEqual([[true, 0], [false, 0]]);
    telegram.fail('sendMessage', { error_code: 400, description: 'Bad Request: SOMETHING_NEW' }, 9);
    expect(await deliverer.deliver(channel, notification(incident(3)))).toMatchObject({ state: 'dead' });
  });

  it('writes into a topic, into the chat when the topic is gone, and follows a group that moved', async () => {
    telegram.addThread(-5, 8);
    await deliverer.deliver({ type: 'telegram', chatId: '-5', threadId: 8 }, notification(incident(1)));
    await deliverer.deliver({ type: 'telegram', chatId: '-5', threadId: 9 }, notification(incident(2)));
    expect(telegram.visible(-5).map(({ threadId }) => threadId)).toEqual([8, null]);
    telegram.migrate(-6, -1006);
    expect(await deliverer.deliver({ type: 'telegram', chatId: '-6', threadId: null }, notification(incident(3)))).toMatchObject({ state: 'sent', reference: { chatId: '-1006' } });
  });

  it('delivers whatever a label holds, at every length around the limit', async () => {
    const pieces = ['<', '&', '_', '*', '[', '`', '</b>', '🚨', '👩‍👩‍👧‍👦', 'سيرفر', 'שרת', '\u202e', '\u0000', '\ud83d', 'x', ' ', '\n'];
    let delivered = 0;
    for (let length = 4090; length <= 4100; length += 1) {
      for (const [at, piece] of pieces.entries()) {
        const filler = `${piece}${pieces[(at + length) % pieces.length]}<&_*[`;
        const value = filler.repeat(Math.ceil(length / filler.length)).slice(0, length);
        const from = telegram.visible(chat).length;
        const shown = incident(delivered, { check: null, title: 'Somebody else', labels: { alertname: 'x', label: value, [`<${piece}`]: piece } });
        expect(await deliverer.deliver(channel, notification(shown))).toMatchObject({ state: 'sent' });
        const parts = telegram.visible(chat).slice(from);
        expect(parts.every(({ parsed, text }) => parsed && text.length <= 4096)).toBe(true);
        const letters = (all: string) => all.replace(/[\s\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');
        expect(letters(parts.map(({ text }) => text).join(''))).toContain(letters(value.toWellFormed()));
        expect(parts.at(-1)?.keyboard).not.toEqual([]);
        delivered += 1;
      }
    }
    expect(delivered).toBe(11 * pieces.length);
  });
});

/* The bot of a whole service, against a Bot API on this machine. */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Contact } from '../../contract/escalation.ts';
import type { Incident } from '../../contract/incident.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { startTelegramDouble, type Person, type TelegramDouble } from './telegramDouble.ts';

const secret = 'a-secret-of-the-test';
const ann: Person = { id: 1001, first_name: 'Ann' };
const ben: Person = { id: 1002, first_name: 'Ben' };
const eve: Person = { id: 6666, first_name: 'Eve' };

describe('the Telegram bot', () => {
  let telegram: TelegramDouble;
  let service: TestService;
  let annContact: Contact;

  /** An alert as Grafana's webhook tells it. */
  async function fire(labels: Record<string, string>, change: { status?: 'firing' | 'resolved'; fingerprint?: string; startsAt?: string } = {}) {
    const alert = {
      status: change.status ?? 'firing',
      labels: { alertname: 'CPU usage', severity: 'critical', ...labels },
      annotations: {},
      startsAt: change.startsAt ?? new Date().toISOString(),
      endsAt: change.status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
      generatorURL: 'https://grafana.example.org/alerting/grafana/sw_cpu/view',
      fingerprint: change.fingerprint ?? randomUUID().replaceAll('-', '').slice(0, 16),
      values: { A: 97.25, B: 95 },
    };
    await deliver([alert]);
    return alert;
  }
  async function deliver(alerts: unknown[]): Promise<void> {
    const body = JSON.stringify({ alerts });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', secret).update(`${timestamp}:${body}`).digest('hex');
    const { status, text } = await service.ask('POST', '/hooks/grafana', { body, headers: { 'x-shellwatch-timestamp': timestamp, 'x-shellwatch-signature': signature } });
    expect([status, text]).toEqual([200, text]);
  }
  const incidentOf = async (server: string): Promise<Incident> => (await service.client.listIncidents({ query: { text: server } })).items[0] as Incident;

  beforeAll(async () => {
    telegram = await startTelegramDouble();
    service = await startTestService({ SHELLWATCH_WEBHOOK_SECRET: secret, SHELLWATCH_TELEGRAM_API_ROOT: telegram.url });
    annContact = await service.client.createContact({ body: { name: 'ann', role: 'operator' } });
  });
  afterAll(async () => {
    await service?.stop();
    await telegram?.stop();
  });

  it('tries a token before it is kept', async () => {
    const wrong = await service.ask('PUT', '/api/v1/settings/telegram', { body: { token: '1234:wrong_wrong_wrong_wrong_wrong' } });
    expect([wrong.status, wrong.json()['message']]).toEqual([422, 'Telegram does not know this token.']);
    const set = await service.client.putTelegram({ body: { token: telegram.token } });
    expect(set).toMatchObject({ configured: true, from: 'settings' });
    expect(JSON.stringify(set)).not.toContain(telegram.token);
    await eventually(async () => (await service.client.getTelegram({})).state === 'running', () => 'the bot to run');
    expect((await service.client.getTelegram({})).botName).toBe('shellwatch_test_bot');
  });

  it('links a person by a code, once', async () => {
    const link = await service.client.linkTelegram({ body: { contactId: annContact.id } });
    expect(link.url).toBe(`https://t.me/shellwatch_test_bot?start=${link.code}`);
    telegram.say(ann, `/start ${link.code}`);
    await telegram.sees(ann.id, /You are ann now, with the role operator/);
    annContact = await service.client.getContact({ params: { id: annContact.id } });
    expect(annContact).toMatchObject({ telegramUserId: '1001', channels: [{ type: 'telegram', chatId: '1001', threadId: null }] });
    telegram.say(eve, `/start ${link.code}`);
    await telegram.sees(eve.id, /This code is not good/);
    expect((await service.client.getTelegram({})).linked).toEqual([{ contactId: annContact.id, contactName: 'ann', userId: '1001', role: 'operator' }]);
  });

  it('sends a test message', async () => {
    const { results } = await service.client.testContact({ params: { id: annContact.id } });
    expect(results).toEqual([{ channel: 'Telegram', ok: true, message: 'accepted' }]);
    await telegram.sees(ann.id, /Shellwatch can reach you/);
  });

  it('tells of an incident, and takes the acknowledgement from its button', async () => {
    await service.client.createPolicy({ body: { name: 'all', steps: [{ targets: [{ type: 'contact', id: annContact.id }], waitMinutes: 5 }] } });
    await fire({ instance: 'web<1>&co', check: 'cpu' });
    const message = await telegram.sees(ann.id, /Critical: CPU usage — web<1>&co/);
    expect(message.text).toContain('97.3 % (limit 95 %)');
    expect(message.keyboard.flat().map(({ text }) => text)).toEqual(['✅ Acknowledge', 'Resolve', '🔕 1 h', '🔕 4 h', '🔕 until tomorrow', '⏫ Escalate now', 'Details']);
    expect(await telegram.press(ann, message, 'Acknowledge')).toEqual({ text: 'You take care of it; escalation stops.', alert: false });
    const incident = await incidentOf('web<1>&co');
    expect(incident).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'telegram:ann' });
    await eventually(async () => message.text.includes('👤 ann takes care since'), () => `the message to tell who takes care: ${message.text}`);
    expect(message.keyboard.flat()[0]?.text).toBe('↩ Take back');
    const { events } = await service.client.getIncident({ params: { id: incident.id } });
    expect(events.map(({ kind, channel }) => [kind, channel])).toContainEqual(['acknowledged', 'telegram']);
  });

  it('answers strangers once, and lets them do nothing', async () => {
    telegram.say(ben, '/status');
    await telegram.sees(ben.id, /I only talk to people who were added/);
    telegram.say(ben, '/status');
    telegram.say(ann, '/alerts');
    const list = await telegram.sees(ann.id, /1 open incident/);
    expect(telegram.visible(ben.id)).toHaveLength(1);
    expect(await telegram.press(ben, { ...list, chatId: String(ann.id) }, 'CPU usage')).toMatchObject({ text: expect.stringMatching(/does not know you/), alert: true });
  });
});

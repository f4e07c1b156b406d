/* The bot of a whole service, against a Bot API on this machine. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Contact } from '../../contract/escalation.ts';
import type { Incident } from '../../contract/incident.ts';
import { createProgram } from '../src/cli/program.ts';
import { readConfig } from '../src/config.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { startTelegramDouble, type Person, type Shown, type TelegramDouble } from './telegramDouble.ts';

const secret = 'a-secret-of-the-test';
const ann: Person = { id: 1001, first_name: 'Ann' };
const ben: Person = { id: 1002, first_name: 'Ben' };
const eve: Person = { id: 6666, first_name: 'Eve' };

describe('the Telegram bot', () => {
  let telegram: TelegramDouble;
  let service: TestService;
  let annContact: Contact;
  /** As much of Alertmanager's API as a silence needs. */
  let alertmanager: Server;
  const silences: unknown[] = [];
  const ended: string[] = [];

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
  /** The data of a button that the message had before: of another action, as the double keeps only what is there now. */
  const incidentButton = async (message: Shown, letters: string): Promise<string> => {
    const sent = telegram.calls.flatMap(({ fields }) => (typeof fields['reply_markup'] === 'string' ? [fields['reply_markup']] : []));
    const id = message.keyboard.flat().at(-1)?.callback_data?.split('.')[1];
    return sent.map((markup) => new RegExp(`${letters}\\.${id}\\.[\\w-]+`).exec(markup)?.[0]).find((data) => data !== undefined) ?? '';
  };
  const incidentOf = async (server: string): Promise<Incident> => (await service.client.listIncidents({ query: { text: server } })).items[0] as Incident;

  beforeAll(async () => {
    telegram = await startTelegramDouble();
    alertmanager = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
        if (request.method === 'DELETE') {
          ended.push(request.url?.split('/').at(-1) ?? '');
          response.end();
          return;
        }
        silences.push(JSON.parse(body) as unknown);
        response.end(JSON.stringify({ silenceID: `s${silences.length}` }));
      });
    });
    await new Promise<void>((resolve) => alertmanager.listen(0, '127.0.0.1', resolve));
    const { port } = alertmanager.address() as AddressInfo;
    service = await startTestService({ SHELLWATCH_ALERTMANAGER_URL: `http://127.0.0.1:${port}`, SHELLWATCH_WEBHOOK_SECRET: secret, SHELLWATCH_TELEGRAM_API_ROOT: telegram.url });
    annContact = await service.client.createContact({ body: { name: 'ann', role: 'operator' } });
  });
  afterAll(async () => {
    await service?.stop();
    await telegram?.stop();
    await new Promise((resolve) => alertmanager.close(resolve));
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
    await service.client.createPolicy({ body: { name: 'all', steps: [5, 30].map((waitMinutes) => ({ targets: [{ type: 'contact', id: annContact.id }], waitMinutes })) } });
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

  it('explains a second press, and takes a press back', async () => {
    const message = await telegram.sees(ann.id, /CPU usage — web<1>&co/);
    const acknowledge = (await incidentButton(message, 'ak'));
    expect(await telegram.press(ann, message, '', acknowledge)).toMatchObject({ text: expect.stringMatching(/^You acknowledged it .* ago\.$/) });
    expect(await telegram.press(ann, message, 'Take back')).toMatchObject({ text: 'Taken back; escalation goes on.' });
    expect(await telegram.press(ann, message, 'Escalate')).toMatchObject({ alert: expect.any(Boolean) });
  });

  it('does what a late press asks, though nobody waits for its answer any more', async () => {
    await fire({ instance: 'late' });
    const message = await telegram.sees(ann.id, /late/);
    telegram.pressLate(ann, message, 'Acknowledge');
    await eventually(async () => message.text.includes('👤 ann takes care'), () => message.text);
    expect(await incidentOf('late')).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'telegram:ann' });
    expect(service.log.filter((line) => line.includes('too old'))).toEqual([]);
  });

  it('escalates once when it is pressed twice', async () => {
    await fire({ instance: 'twice', check: 'cpu' });
    const message = await telegram.sees(ann.id, /CPU usage — twice/);
    const answers = [await telegram.press(ann, message, 'Escalate'), await telegram.press(ann, message, 'Escalate')];
    expect(answers.map(({ text }) => text)).toEqual(['Escalated: the next ones are told.', 'You escalated it just now.']);
    const { events } = await service.client.getIncident({ params: { id: (await incidentOf('twice')).id } });
    expect(events.filter(({ kind, channel }) => kind === 'escalated' && channel === 'telegram')).toHaveLength(1);
  });

  it('resolves, and says to whoever comes later that it is resolved', async () => {
    await fire({ instance: 'over', check: 'cpu' });
    const message = await telegram.sees(ann.id, /CPU usage — over/);
    const [resolve, silence] = message.keyboard.flat().filter(({ text }) => text === 'Resolve' || text === '🔕 1 h').map((button) => button.callback_data);
    expect(await telegram.press(ann, message, 'Resolve')).toMatchObject({ text: 'Resolved. It opens again if it fires again.' });
    await eventually(async () => message.text.startsWith('✅ Resolved'), () => message.text);
    expect(await telegram.press(ann, message, '', resolve)).toMatchObject({ text: expect.stringMatching(/^It is resolved already/), alert: true });
    expect(await telegram.press(ann, message, '', silence)).toMatchObject({ text: expect.stringMatching(/^It is resolved already/), alert: true });
  });

  it('says why it can not silence', async () => {
    await fire({ instance: 'loud', check: 'cpu' });
    const message = await telegram.sees(ann.id, /CPU usage — loud/);
    expect(await telegram.press(ann, message, '🔕 1 h')).toMatchObject({ text: expect.stringMatching(/Grafana can not be asked/), alert: true });
  });

  it('silences where the alert is from, once, and ends it', async () => {
    const startsAt = new Date().toISOString();
    const alert = { status: 'firing', labels: { alertname: 'Queue', severity: 'warning', instance: 'mq1' }, startsAt, fingerprint: 'feed01' };
    const { status } = await service.ask('POST', '/hooks/alertmanager', { token: secret, body: { version: '4', alerts: [alert] } });
    expect(status).toBe(200);
    const message = await telegram.sees(ann.id, /Warning: Queue — mq1/);
    const [hour, tomorrow] = ['🔕 1 h', 'until tomorrow'].map((label) => message.keyboard.flat().find(({ text }) => text.includes(label))?.callback_data);
    expect(await telegram.press(ann, message, '🔕 1 h')).toEqual({ text: 'Silenced for 1 h.', alert: false });
    expect(await telegram.press(ann, message, '', hour)).toMatchObject({ text: expect.stringMatching(/^It is silenced until .* UTC already\.$/) });
    expect(silences).toHaveLength(1);
    expect(silences[0]).toMatchObject({ createdBy: 'telegram:ann', matchers: [{ name: 'alertname', value: 'Queue' }, { name: 'instance', value: 'mq1' }] });
    await eventually(async () => /🔕 Silenced until/.test(message.text), () => message.text);
    expect(await telegram.press(ann, message, '', tomorrow)).toMatchObject({ text: expect.stringMatching(/^Silenced for /) });
    const until = new Date((silences[1] as { endsAt: string }).endsAt);
    expect(Math.abs(until.getTime() - Math.round(until.getTime() / 3_600_000) * 3_600_000)).toBeLessThan(60_000);
    expect(await telegram.press(ann, message, 'End the silence')).toEqual({ text: 'The silence ended.', alert: false });
    expect(ended).toEqual(['s1', 's2']);
    expect((await incidentOf('mq1')).silencedUntil).toBeNull();
  });

  it('takes no button that it did not write', async () => {
    const message = await telegram.sees(ann.id, /CPU usage — loud/);
    const { id } = await incidentOf('loud');
    for (const made of [`re.${id}`, 're', 'x'.repeat(64), message.keyboard[0]?.[0]?.callback_data?.replace(/^ak/, 're') ?? '']) {
      expect(await telegram.press(ann, message, '', made)).toMatchObject({ text: expect.stringMatching(/before the bot was set up anew/), alert: true });
    }
    // The same button in another chat.
    expect(await telegram.press(ann, { ...message, chatId: '-77' }, 'Resolve')).toMatchObject({ alert: true });
    expect((await incidentOf('loud')).state).toBe('firing');
  });

  it('lets a viewer look and no more', async () => {
    const viewer = await service.client.createContact({ body: { name: 'ben', telegramUserId: String(ben.id) } });
    const message = await telegram.sees(ann.id, /CPU usage — loud/);
    expect(await telegram.press(ben, message, 'Resolve')).toEqual({ text: 'Your role is viewer; this needs operator.', alert: true });
    telegram.say(ben, '/ack loud');
    await telegram.sees(ben.id, /Your role is viewer; \/ack needs operator/);
    telegram.say(ben, '/help');
    const help = await telegram.sees(ben.id, /You are ben, role viewer/);
    expect(help.text).not.toContain('/run');
    expect(viewer.role).toBe('viewer');
    expect((await incidentOf('loud')).state).toBe('firing');
  });

  it('groups what fires at once, and acknowledges all of it', async () => {
    const startsAt = new Date().toISOString();
    await deliver(Array.from({ length: 30 }, (_, n) => ({ status: 'firing', labels: { alertname: 'CPU usage', severity: 'critical', check: 'cpu', instance: `many${n}` }, annotations: {}, startsAt, endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: `abc${n}`, values: { A: 97, B: 95 } })));
    // An incident whose silence ended may be told again beside them.
    const message = await telegram.sees(ann.id, /3[01] incidents/);
    expect(await telegram.press(ann, message, 'Acknowledge all')).toMatchObject({ text: expect.stringMatching(/^(30 of 30|31 of 31) acknowledged\.$/), alert: false });
    expect(await telegram.press(ann, message, 'Acknowledge all')).toMatchObject({ text: 'All of them are acknowledged already.' });
    const { items } = await service.client.listIncidents({ query: { text: 'many', state: 'acknowledged' } });
    expect(items).toHaveLength(30);
    expect(telegram.visible(ann.id).filter(({ text }) => text.includes('many'))).toHaveLength(1);
  });

  it('acknowledges by name, and asks when a name is not enough', async () => {
    telegram.say(ann, '/ack loud');
    await telegram.sees(ann.id, /CPU usage — loud[\s\S]*👤 ann takes care/);
    telegram.say(ann, '/ack nothing of this name');
    await telegram.sees(ann.id, /There is no such open incident/);
    telegram.say(ann, '/alerts@another_bot');
    telegram.say(ann, '/nonsense');
    await telegram.sees(ann.id, /I do not know this command/);
    expect((await incidentOf('loud')).acknowledgedBy).toBe('telegram:ann');
  });

  it('does not do what was asked long ago', async () => {
    telegram.say(ann, '/status', undefined, Math.floor(Date.now() / 1000) - 3600);
    await telegram.sees(ann.id, /You wrote this 1 h ago, when I was not there/);
  });

  it('goes on after Telegram was away, and says so meanwhile', async () => {
    telegram.fail('getUpdates', 'drop', 2);
    telegram.say(ann, '/help');
    await eventually(async () => (await service.client.getTelegram({})).state === 'failing', () => 'the bot to say that it fails');
    telegram.say(ann, '/status');
    await telegram.sees(ann.id, /servers are up/);
    await eventually(async () => (await service.client.getTelegram({})).state === 'running', () => 'the bot to run again');
  });

  it('tells its commands to the client, which suggests them', () => {
    expect(telegram.commands.map(({ command }) => command)).toEqual(['status', 'server', 'alerts', 'ack', 'silence', 'run', 'logs', 'help']);
  });

  it('audits what people do, by their names', async () => {
    const { items } = await service.client.listAudit({ query: { actor: 'telegram:ann' } });
    expect(new Set(items.map(({ action }) => action))).toEqual(new Set(['acknowledged', 'unacknowledged', 'escalated', 'resolved', 'silenced', 'unsilenced'].map((kind) => `incident.${kind}`)));
    expect(items.every(({ role, from }) => role === 'operator' && from === 'telegram')).toBe(true);
  });

  it('is set up from the command line, too', async () => {
    const ran = { out: '', code: 0 };
    const shell = { config: readConfig({}), client: service.client, out: (text: string) => void (ran.out += text), error: () => undefined, exitWith: (code: number) => void (ran.code = code), interactive: false, ask: async () => '', stdin: async () => `${telegram.token}\n` };
    for (const args of [['token'], ['link', 'ben'], ['test', 'Ann']]) {
      await createProgram(shell, '9.9.9', []).parseAsync(['telegram', ...args], { from: 'user' });
    }
    await eventually(async () => (await service.client.getTelegram({})).state === 'running', () => 'the bot to run');
    await createProgram(shell, '9.9.9', []).parseAsync(['telegram', 'status'], { from: 'user' });
    expect(ran.out).toMatch(/\/start [0-9A-Z]{12}\nGood until /);
    expect(ran.out).toMatch(/Telegram +accepted/);
    expect(ran.out).toMatch(/@shellwatch_test_bot is running; heard last .*\n[\s\S]*ann +1001 +operator/);
    expect(ran.out).not.toContain(telegram.token);
  });

  it('forgets the bot when its token is taken away', async () => {
    expect(await service.client.putTelegram({ body: { token: null } })).toMatchObject({ configured: false, from: 'nowhere', state: 'off', botName: null });
    expect(service.log.join('')).not.toContain(telegram.token);
  });
});

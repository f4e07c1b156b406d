/* The bot's commands about a real server: a sshd on this machine. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readGrafanaBody } from '../src/fleet/incidents/grafanaBody.ts';
import { freePort } from './freePort.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { startTelegramDouble, type Person, type TelegramDouble } from './telegramDouble.ts';

if (!haveSshd) {
  console.warn('The commands of the Telegram bot are not tested: there is no sshd here');
}
const ann: Person = { id: 1001, first_name: 'Ann' };
const ben: Person = { id: 1002, first_name: 'Ben' };

(haveSshd ? describe : describe.skip)('commands of the Telegram bot', () => {
  let sshd: Sshd;
  let telegram: TelegramDouble;
  let service: TestService;
  let serverId = '';
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-telegram-'));

  beforeAll(async () => {
    sshd = await startSshd();
    telegram = await startTelegramDouble();
    service = await startTestService({ SHELLWATCH_TELEGRAM_API_ROOT: telegram.url, SHELLWATCH_TELEGRAM_TOKEN: telegram.token, SHELLWATCH_POLL_INTERVAL: '1s' });
    await service.client.createContact({ body: { name: 'ann', role: 'operator', telegramUserId: String(ann.id) } });
    await service.client.createContact({ body: { name: 'ben', role: 'operator', telegramUserId: String(ben.id) } });
    const auth = { type: 'key', privateKey: sshd.clientKey.privateKey } as const;
    serverId = (await service.client.createServer({ body: { name: 'web1', host: sshd.host, port: sshd.port, username: sshd.target().username, auth, hostKeyPolicy: 'trust-first' } })).id;
    const command = { description: 'Says who', script: 'echo "hello <$WHO> & co"; exit 3', parameters: [{ name: 'WHO' }], success: { type: 'exit-code' as const, codes: [3] } };
    await service.client.createCommand({ body: { name: 'greet', chat: true, ...command } });
    await service.client.createCommand({ body: { name: 'quiet', ...command } });
    writeFileSync(path.join(folder, 'app.log'), Array.from({ length: 50 }, (_, n) => `line ${n} <tag> & more`).join('\n') + '\n');
    await service.client.createLogSource({ body: { name: 'my app', serverId, type: 'file', path: path.join(folder, 'app.log') } });
    await service.reaches(serverId, 'up');
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    await telegram?.stop();
    await sshd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('/status and /server', async () => {
    telegram.say(ann, '/status');
    await telegram.sees(ann.id, /🟢 1 of 1 servers are up/);
    telegram.say(ann, '/server we');
    const message = await telegram.sees(ann.id, /web1 is up for/);
    expect(message.text).toMatch(/Memory .* of .* GiB/);
    telegram.say(ann, '/server eb');
    const choice = await telegram.sees(ann.id, /Which server\?/);
    await telegram.press(ann, choice, 'web1');
    await eventually(async () => telegram.visible(ann.id).filter(({ text }) => /web1 is up/.test(text)).length === 2, () => 'the server again');
  });

  it('/run asks before it runs, once, and only who asked', async () => {
    telegram.say(ann, '/run greet web1 WHO=world');
    const question = await telegram.sees(ann.id, /Run greet on web1\?[\s\S]*WHO = world/);
    const yes = question.keyboard.flat()[0]?.callback_data;
    expect((await service.client.listRuns({ query: {} })).items).toEqual([]);
    expect(await telegram.press(ben, question, 'Run it')).toMatchObject({ text: 'Only who asked for it can confirm it.', alert: true });
    expect(await telegram.press(ann, question, 'Run it')).toMatchObject({ text: 'It runs.' });
    const done = await telegram.sees(ann.id, /greet on web1\n✅ ok, exit code 3[\s\S]*hello <world> & co/);
    expect(done.id).toBe(question.id);
    expect(await telegram.press(ann, question, '', yes)).toMatchObject({ text: 'That was answered already.', alert: true });
    expect((await service.client.listRuns({ query: {} })).items).toMatchObject([{ commandName: 'greet', trigger: 'chat', actor: 'telegram:ann', state: 'ok' }]);
  });

  it('/run can be cancelled, and runs only what is marked for it', async () => {
    telegram.say(ann, '/run greet web1 WHO=x');
    const question = await telegram.sees(ann.id, /Run greet on web1/);
    expect(await telegram.press(ann, question, 'Cancel')).toMatchObject({ text: 'Cancelled.' });
    await telegram.sees(ann.id, /cancelled, nothing was run/);
    telegram.say(ann, '/run quiet web1');
    await telegram.sees(ann.id, /No command of this name may be run from a chat by you/);
    telegram.say(ann, '/run');
    await telegram.sees(ann.id, /Which command\?\n\/run greet – Says who/);
    expect((await service.client.listRuns({ query: {} })).items).toHaveLength(1);
  });

  it('/logs shows the newest lines', async () => {
    telegram.say(ann, '/logs my app web1');
    const message = await telegram.sees(ann.id, /line 49 <tag> & more/);
    expect(message.text).toContain('line 30');
    expect(message.text).not.toContain('line 29');
    telegram.say(ann, '/logs my');
    await telegram.sees(ann.id, /Which log\?\n\/logs my app/);
  });

  it('offers names while they are typed, to people it knows', async () => {
    const [mine, strange] = [telegram.inline(ann, 'server w'), telegram.inline({ id: 5, first_name: 'x' }, 'server w')];
    await eventually(async () => telegram.inlineAnswers.has(strange), () => 'answers');
    expect(telegram.inlineAnswers.get(mine)).toMatchObject([{ type: 'article', title: '/server web1', input_message_content: { message_text: '/server web1' } }]);
    expect(telegram.inlineAnswers.get(strange)).toEqual([]);
  });

  it('draws the last hours of what an incident is about', async () => {
    await eventually(async () => (await service.client.getHistory({ params: { id: serverId }, query: { family: 'shellwatch_vitals_memory_used_ratio' } })).series.length > 0, () => 'a kept value');
    const alert = { status: 'firing', labels: { alertname: 'Memory usage', severity: 'warning', check: 'memory', instance: 'web1' }, annotations: {}, startsAt: new Date().toISOString(), generatorURL: '', fingerprint: 'abcd', values: { A: 91, B: 90 } };
    await service.core.peers.incidents?.take(readGrafanaBody({ alerts: [alert] }));
    telegram.say(ann, '/alerts');
    const list = await telegram.sees(ann.id, /1 open incident/);
    await telegram.press(ann, list, 'Memory usage');
    const message = await telegram.sees(ann.id, /Warning: Memory usage — web1/);
    expect(await telegram.press(ann, message, 'Details')).toMatchObject({ text: 'Details follow.' });
    await telegram.sees(ann.id, /What happened[\s\S]*fired[\s\S]*web1 is up/);
    const { photo, text } = await telegram.sees(ann.id, /Memory usage · web1, the last 6 h/);
    expect(text).toBe('Memory usage · web1, the last 6 h');
    expect([photo?.subarray(1, 4).toString(), photo?.readUInt32BE(16), photo?.readUInt32BE(20)]).toEqual(['PNG', 960, 480]);
    expect(photo?.length).toBeGreaterThan(5_000);
  });

  it('refuses another token than the environment sets', async () => {
    const reply = await service.ask('PUT', '/api/v1/settings/telegram', { body: { token: null } });
    expect([reply.status, reply.json()['message']]).toEqual([409, 'The environment sets the token; change it there.']);
  });
});

describe('the Telegram bot by webhook', () => {
  it('takes what Telegram brings, and from nobody else', async () => {
    const telegram = await startTelegramDouble();
    const port = await freePort();
    const service = await startTestService({ SHELLWATCH_LISTEN: `127.0.0.1:${port}`, SHELLWATCH_TELEGRAM_API_ROOT: telegram.url, SHELLWATCH_TELEGRAM_TOKEN: telegram.token, SHELLWATCH_TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}` });
    try {
      await service.client.createContact({ body: { name: 'ann', role: 'operator', telegramUserId: String(ann.id) } });
      await eventually(async () => telegram.webhook() !== '' && (await service.client.getTelegram({})).state === 'running', () => 'the webhook to be set');
      expect(telegram.webhook()).toBe(`${service.url}/hooks/telegram`);
      telegram.say(ann, '/status');
      await telegram.sees(ann.id, /0 of 0 servers are up/);
      await eventually(async () => telegram.webhookAnswers.length === 1, () => 'an answer');
      expect(telegram.webhookAnswers).toEqual([200]);
      const forged = { update_id: 1, message: { message_id: 1, date: Math.floor(Date.now() / 1000), from: ann, chat: { id: ann.id, type: 'private' }, text: '/alerts' } };
      const replies = [await service.ask('POST', '/hooks/telegram', { body: forged }), await service.ask('POST', '/hooks/telegram', { body: forged, headers: { 'x-telegram-bot-api-secret-token': 'wrong' } }), await service.ask('GET', '/hooks/telegram')];
      expect(replies.map(({ status }) => status)).toEqual([401, 401, 405]);
      expect(telegram.visible(ann.id)).toHaveLength(1);
    } finally {
      await service.stop();
      await telegram.stop();
    }
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createFakeClock } from '../../test/fakeClock.ts';
import type { Notification } from '../fleet/escalation/deliverer.ts';
import { secret } from '../secret.ts';
import { createEmailDeliverer } from './email.ts';

/** A mail server of one page: RFC 5321, without extensions. `refuse` answers a recipient. */
async function startMailServer() {
  const mails: Array<{ to: string; data: string }> = [];
  const sockets = new Set<Socket>();
  const answers = { recipient: '250 ok' };
  const server: Server = createServer((socket) => {
    let [text, to, inData] = ['', '', false];
    sockets.add(socket);
    socket.setEncoding('utf8').write('220 test\r\n');
    socket.on('error', () => undefined).on('data', (chunk: string) => {
      text += chunk;
      for (;;) {
        const end = inData ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n');
        if (end < 0) {
          return;
        }
        const line = text.slice(0, end);
        text = text.slice(end + (inData ? 5 : 2));
        if (inData) {
          mails.push({ to, data: line });
          inData = false;
          socket.write('250 taken\r\n');
        } else if (/^RCPT TO:/i.test(line)) {
          to = line.slice(8).replace(/[<>]/g, '').trim();
          socket.write(`${answers.recipient}\r\n`);
        } else if (/^DATA/i.test(line)) {
          inData = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) {
          socket.end('221 bye\r\n');
        } else {
          socket.write('250 ok\r\n');
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    mails,
    answers,
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const test: Notification = { key: 'test 1', kind: 'test', contactName: 'ann', incident: null, reference: null, partly: null, keep: async () => undefined, again: false };
const channel = { type: 'email', address: 'ann@example.org' } as const;

describe('notifications by e-mail', () => {
  let server: Awaited<ReturnType<typeof startMailServer>>;
  beforeEach(async () => {
    server = await startMailServer();
  });
  afterEach(() => server.stop());
  const deliverer = (url = server.url) => createEmailDeliverer({ url: secret(url), from: 'Shellwatch <alerts@example.org>' }, createFakeClock());

  it('are mails with a text, a page and a name that a repetition keeps', async () => {
    const one = deliverer();
    expect(await one.deliver(channel, test)).toEqual({ state: 'sent', reference: { messageId: '<dGVzdCAx@example.org>' } });
    const [mail] = server.mails;
    expect(mail?.to).toBe('ann@example.org');
    expect(mail?.data).toMatch(/^From: Shellwatch <alerts@example.org>/m);
    expect(mail?.data).toMatch(/^Subject: Shellwatch can reach you/m);
    expect(mail?.data).toMatch(/^Auto-Submitted: auto-generated/im);
    expect(mail?.data).toContain('text/plain');
    expect(mail?.data.replace(/=\r\n/g, '')).toContain('<b>Shellwatch can reach you</b>');
    one.close();
  });

  it('are given up for an address that is refused, and tried again otherwise', async () => {
    server.answers.recipient = '550 no such person';
    expect(await deliverer().deliver(channel, test)).toMatchObject({ state: 'dead', error: expect.stringContaining('550') });
    server.answers.recipient = '451 later';
    expect(await deliverer().deliver(channel, test)).toMatchObject({ state: 'retry', error: expect.stringContaining('451') });
    expect(await deliverer('smtp://127.0.0.1:1').deliver(channel, test)).toMatchObject({ state: 'retry', error: expect.stringContaining('ECONNREFUSED') });
  });
});

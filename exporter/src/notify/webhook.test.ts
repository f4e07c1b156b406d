import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import type { Notification } from '../fleet/escalation/deliverer.ts';
import { createWebhookDeliverer } from './webhook.ts';

const test: Notification = { key: 'test 1', kind: 'test', contactName: 'ann', incident: null, reference: null, partly: null, keep: async () => undefined, again: false };

describe('notifications by webhook', () => {
  let server: Server;
  let url = '';
  const seen: Array<{ headers: Record<string, unknown>; body: string; path: string | undefined }> = [];
  const answer = { status: 200, headers: {} as Record<string, string> };
  const clock = createFakeClock();
  const deliverer = createWebhookDeliverer(clock);

  beforeEach(async () => {
    seen.length = 0;
    Object.assign(answer, { status: 200, headers: {} });
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
        seen.push({ headers: request.headers, body, path: request.url });
        response.writeHead(answer.status, answer.headers).end('x');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it('are signed over timestamp and body, as Grafana signs', async () => {
    expect(await deliverer.deliver({ type: 'webhook', url, secret: 'a secret' }, test)).toEqual({ state: 'sent' });
    const [{ headers, body } = { headers: {} as Record<string, unknown>, body: '' }] = seen;
    expect(JSON.parse(body)).toEqual({ version: 1, key: 'test 1', kind: 'test', again: false, sentAt: '2026-01-01T00:00:00.000Z', contact: 'ann', incident: null });
    expect(headers['x-shellwatch-signature']).toBe(createHmac('sha256', 'a secret').update(`${String(headers['x-shellwatch-timestamp'])}:${body}`).digest('hex'));
    expect(headers['idempotency-key']).toBe('dGVzdCAx');
    await deliverer.deliver({ type: 'webhook', url }, test);
    expect(seen[1]?.headers['x-shellwatch-signature']).toBeUndefined();
  });

  it('follow no redirect', async () => {
    Object.assign(answer, { status: 302, headers: { location: '/elsewhere' } });
    expect(await deliverer.deliver({ type: 'webhook', url }, test)).toEqual({ state: 'dead', error: 'answered 302' });
    expect(seen.map(({ path }) => path)).toEqual(['/hook']);
  });

  it.each([
    [503, { 'retry-after': '7' }, { state: 'retry', afterMs: 7000, error: 'answered 503' }],
    [429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, { state: 'retry', afterMs: 9000, error: 'answered 429' }],
    [500, {}, { state: 'retry', error: 'answered 500' }],
    [404, {}, { state: 'dead', error: 'answered 404' }],
  ])('after %i', async (status, headers, delivery) => {
    Object.assign(answer, { status, headers });
    expect(await deliverer.deliver({ type: 'webhook', url }, test)).toEqual(delivery);
  });

  it('tell nothing of the address when it can not be asked', async () => {
    const delivery = await deliverer.deliver({ type: 'webhook', url: url.replace('//', '//user:pass@') }, test);
    expect(delivery).toEqual({ state: 'retry', error: 'could not be asked' });
  });

  it('are tried again when nobody listens', async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await deliverer.deliver({ type: 'webhook', url }, test)).toMatchObject({ state: 'retry', error: 'ECONNREFUSED' });
  });
});

import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import type { ServerStatus } from '../../../../contract/status.ts';
import { Failure } from '../../errors.ts';
import type { Authenticate } from '../auth.ts';
import { landingPage } from './landing.ts';

const web: ServerStatus = { id: '1', name: 'web & <1>', state: 'up', reason: null, message: null, detail: null, since: '2026-01-01T00:00:00.000Z', lastSeen: '2026-01-01T00:00:00.000Z', nextAttempt: null };
const authenticate = (async ({ headers }) => {
  if (headers.authorization !== 'Bearer right') {
    throw new Failure('unauthorized');
  }
  return { name: 'token:admin', role: 'admin', from: '127.0.0.1' };
}) as Authenticate;

const app = (open: boolean) => express().use(landingPage({ version: '1.2.3', statuses: () => [web], authenticate, open }));
const linked = (text: string): string[] => [...text.matchAll(/href="([^"]+)"/g)].map(([, target]) => target as string);

describe('the page at /', () => {
  it('links to nothing that answers a browser with 403, and says how to look at it', async () => {
    const { text } = await request(app(false)).post('/').type('form').send({ token: 'right' }).set('Host', 'shellwatch.example.org');
    expect(text).toContain('web &amp; &lt;1&gt;');
    expect(linked(text)).toEqual(['/docs/', '/api/v1/openapi.json', '/health']);
    expect(text).toContain('curl -H "Authorization: Bearer TOKEN" "http://shellwatch.example.org/probe?target=NAME"');
    expect(text).toContain('SHELLWATCH_METRICS_OPEN=true');
  });

  it('links to everything when the metrics are open', async () => {
    const { text } = await request(app(true)).get('/');
    expect(linked(text)).toEqual(['/probe?target=web%20%26%20%3C1%3E', '/metrics', '/metrics/exporter', '/sd', '/docs/', '/api/v1/openapi.json', '/health']);
    expect(text).not.toContain('SHELLWATCH_METRICS_OPEN');
  });

  it('shows the fleet to those who have a token, and to nobody else', async () => {
    expect((await request(app(false)).get('/')).text).not.toContain('web &amp;');
    expect((await request(app(false)).get('/').set('Authorization', 'Bearer right')).text).toContain('web &amp;');
    const wrong = await request(app(false)).post('/').type('form').send({ token: 'wrong' });
    expect([wrong.status, wrong.text.includes('This token is not valid.'), wrong.text.includes('web &amp;')]).toEqual([403, true, false]);
    expect((await request(app(false)).get('/').set('Host', '"><script>')).text).not.toContain('<script>');
  });
});

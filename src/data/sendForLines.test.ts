import { http, HttpResponse } from 'msw';
import { createClient } from '../../contract/client.ts';
import type { TestStep } from '../../contract/connectionTest.ts';
import { grafanaBackend } from '../test/grafanaBackend';
import { mockFailure, mockServer, mockUnreachable } from '../test/mockApi';
import { setUpGrafana } from '../test/render';
import { createProxySend } from './proxySend';

setUpGrafana();
const step = (name: string) => ({ step: name, status: 'ok', ms: 1, reason: null, detail: 'seen', advice: null });
const names = ['dns', 'tcp', 'kex', 'host_key', 'login', 'shell', 'reader', 'first_read'];
const whole = { ok: true, durationMs: 8, steps: names.map(step), hostKey: null, hostKeyState: null, rung: 'perl', families: 3 };

/** Lines that break in the middle of a piece, as a network breaks them. */
const answer = (text: string, cut: number) =>
  mockServer.use(
    http.post('http://localhost/api/plugin-proxy/shellwatch-fleet-app/operate/servers/a/test', () => {
      const bytes = new TextEncoder().encode(text);
      const pieces = [bytes.slice(0, cut), bytes.slice(cut)];
      return new HttpResponse(new ReadableStream({ pull: (to) => (pieces.length === 0 ? to.close() : to.enqueue(pieces.shift() as Uint8Array<ArrayBuffer>)) }), { headers: { 'content-type': 'application/x-ndjson' } });
    })
  );
const run = async () => {
  const told: TestStep[] = [];
  const client = createClient(createProxySend(grafanaBackend));
  return { told, reply: await client.testServer({ params: { id: 'a' }, body: {}, onTold: (one) => told.push(one) }).catch((error: { code: string }) => error.code) };
};
const line = (value: object) => `${JSON.stringify(value)}\n`;

describe('a reply in lines', () => {
  it('is heard step by step, wherever the pieces break', async () => {
    for (const cut of [1, 40, 130]) {
      answer(line({ told: step('dns') }) + line({ told: step('tcp') }) + line({ reply: whole }), cut);
      const { told, reply } = await run();
      expect(told.map((one) => one.step)).toEqual(['dns', 'tcp']);
      expect(reply).toMatchObject({ ok: true, families: 3 });
    }
  });
  it('may end with an error, and may never begin', async () => {
    answer(line({ told: step('dns') }) + line({ error: { code: 'too_many', message: 'later' } }), 10);
    expect((await run()).reply).toBe('too_many');
    mockFailure('testServer', 'server_not_found');
    expect((await run()).reply).toBe('server_not_found');
    mockUnreachable();
    expect((await run()).reply).toBe('unreachable');
  });
});

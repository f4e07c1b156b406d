import { ndjsonSocket } from './ndjsonSocket';

const at = '2026-01-02T03:04:05Z';
const health = { status: 'ok', version: '0.1.0', database: 'ok', pollingLagSeconds: null, sessions: 0, feedClients: 0 };

/** Replies whose lines the test writes. */
function aDoor() {
  const asked: string[] = [];
  const bodies: Array<{ write: (text: string) => void; end: () => void; signal: AbortSignal }> = [];
  const get = async (path: string, signal: AbortSignal): Promise<Response> => {
    if (path === '/health') {
      return { ok: true, json: async () => health } as Response;
    }
    asked.push(path);
    const stream = new TransformStream<Uint8Array, Uint8Array>();
    const writer = stream.writable.getWriter();
    bodies.push({ write: (text) => void writer.write(new TextEncoder().encode(text)), end: () => void writer.close(), signal });
    return { ok: true, body: stream.readable } as Response;
  };
  const socket = ndjsonSocket(get);
  const heard: Array<Record<string, unknown>> = [];
  const closed = jest.fn();
  socket.onmessage = ({ data }) => heard.push(JSON.parse(String(data)) as Record<string, unknown>);
  socket.onclose = closed;
  const subscribe = (id: string, topic: string, filter: object = {}, more: object = {}) => socket.send(JSON.stringify({ type: 'subscribe', id, topic, filter, ...more }));
  return { socket, asked, bodies, heard, closed, subscribe };
}

const until = async (fact: () => boolean) => {
  for (let turn = 0; turn < 200 && !fact(); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(fact()).toBe(true);
};

describe('the feed as lines', () => {
  it('greets when the exporter answers, and asks for topics together', async () => {
    const { asked, bodies, heard, subscribe } = aDoor();
    await until(() => heard.length === 1);
    expect(heard[0]).toMatchObject({ type: 'hello', version: '0.1.0' });
    subscribe('1', 'status', {}, { resume: { epoch: 'e', seq: 4 } });
    subscribe('2', 'log', { source: ['a', 'b'], lines: 10 });
    await until(() => bodies.length === 1);
    const url = new URL(asked[0] ?? '', 'http://x');
    expect(url.pathname).toBe('/feed');
    expect(url.searchParams.getAll('topic')).toEqual(['status', 'log']);
    expect(url.searchParams.getAll('log.source')).toEqual(['a', 'b']);
    expect(url.searchParams.get('log.lines')).toBe('10');
    expect(url.searchParams.get('resume')).toBe('status:e:4');

    bodies[0]?.write(`{"type":"hello"}\n{"type":"change","id":"log","topic":"log","seq":1,"at":"${at}","da`);
    bodies[0]?.write('ta":{}}\n');
    await until(() => heard.length === 2);
    expect(heard[1]).toMatchObject({ type: 'change', id: '2', topic: 'log' });
  });

  it('asks for a second subscription of a topic on its own, and tells when there are too many', async () => {
    const { asked, heard, subscribe } = aDoor();
    ['1', '2', '3', '4'].forEach((id) => subscribe(id, 'status', { tag: `n=${id}` }));
    await until(() => heard.some(({ type }) => type === 'error'));
    expect(asked).toHaveLength(3);
    expect(heard.find(({ type }) => type === 'error')).toMatchObject({ id: '4', code: 'too_many' });
  });

  it('ends a reply that nobody needs, and is lost when one ends by itself', async () => {
    const { bodies, closed, socket, subscribe } = aDoor();
    subscribe('1', 'status');
    await until(() => bodies.length === 1);
    subscribe('2', 'status');
    await until(() => bodies.length === 2);
    socket.send('{"type":"unsubscribe","id":"1"}');
    expect(bodies[0]?.signal.aborted).toBe(true);
    expect(closed).not.toHaveBeenCalled();
    bodies[1]?.end();
    await until(() => closed.mock.calls.length === 1);
  });
});

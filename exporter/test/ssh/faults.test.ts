import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerChannel } from 'ssh2';
import { SshFailure, type Session } from '../../src/ssh/session.ts';
import { misbehave, runHere, startFakeServer, type FakeServer, type FakeServerOptions } from '../fakeServer.ts';
import { startFaultProxy, type FaultProxy } from '../faultProxy.ts';
import { haveSshd, startSshd, type Sshd } from '../sshd.ts';
import { failureOf, open, soon } from './open.ts';

const plan = { files: ['/proc/uptime', '/proc/loadavg'], links: [] };
const quick = () => AbortSignal.timeout(600);

(haveSshd ? describe : describe.skip)('a network and a real sshd that fail', () => {
  let sshd: Sshd;
  let proxy: FaultProxy;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  beforeEach(async () => {
    proxy = await startFaultProxy(sshd);
  });
  afterEach(() => proxy.stop());
  const throughProxy = (options = {}) => open(sshd.target({ host: proxy.host, port: proxy.port }), options);

  it.each(['freeze', 'halfOpen'] as const)(
    '%s: a read is stalled within its deadline, a channel too, and close does not hang',
    async (fault) => {
      const session = await throughProxy();
      await session.read(plan, soon());
      await proxy.fault(fault);
      const start = Date.now();
      expect(await failureOf(session.read(plan, quick()))).toMatchObject({ reason: 'stalled' });
      expect(await failureOf(session.exec('echo', { timeoutMs: 500 }))).toMatchObject({ reason: 'stalled' });
      expect(await failureOf(session.forward('127.0.0.1', 22, { ms: 300 }))).toMatchObject({ reason: 'timeout' });
      await session.close();
      expect((await session.closed).reason).toBe('closed');
      expect(Date.now() - start).toBeLessThan(4000);
    }
  );

  it.each(['freeze', 'halfOpen'] as const)('%s: a login ends at its deadline', async (fault) => {
    await proxy.fault(fault);
    const start = Date.now();
    expect(await failureOf(throughProxy({ deadlineMs: 500 }))).toMatchObject({
      reason: 'timeout',
      detail: expect.stringContaining('key exchange'),
    });
    expect(Date.now() - start).toBeLessThan(2000);
  });

  it('a frozen link heals, and the same session answers again', async () => {
    const session = await throughProxy();
    await session.read(plan, soon());
    await proxy.fault('freeze');
    expect(await failureOf(session.read(plan, quick()))).toMatchObject({ reason: 'stalled' });
    await proxy.fault('none');
    expect((await session.read(plan, soon())).files.size).toBe(2);
    await session.close();
  });

  it('keepalives find a link that died while nobody polls', async () => {
    const session = await throughProxy({ keepaliveMs: 50 });
    await proxy.fault('halfOpen');
    expect((await session.closed).reason).toBe('stalled');
  });

  it('reset: the session is closed at once, what waits fails with it, and later calls too', async () => {
    const session = await throughProxy();
    await session.read(plan, soon());
    const waiting = [
      session.exec('sleep 60', { timeoutMs: 60_000 }),
      session.stream('sleep 60', {}).then((stream) => stream.ended),
    ];
    await new Promise((resolve) => setTimeout(resolve, 200));
    await proxy.fault('reset');
    expect(['closed', 'protocol']).toContain((await session.closed).reason);
    expect((await failureOf(waiting[0] as Promise<unknown>)).reason).toBe('closed');
    expect(await waiting[1]).toBeNull();
    expect((await failureOf(session.read(plan, soon()))).reason).toBe('closed');
    expect((await failureOf(session.exec('echo', { timeoutMs: 1000 }))).reason).toBe('closed');
    expect((await failureOf(session.stream('echo', {}))).reason).toBe('closed');
    await session.close();
  });

  it('garbage among the bytes ends the session with a reason, and nothing else', async () => {
    const session = await throughProxy();
    await session.read(plan, soon());
    await proxy.fault('garbage');
    expect(['protocol', 'closed']).toContain((await session.closed).reason);
  });

  it('garbage instead of a greeting is no crash', async () => {
    await proxy.fault('garbage');
    expect(['protocol', 'closed', 'kex', 'timeout']).toContain(
      (await failureOf(throughProxy({ deadlineMs: 1500 }))).reason
    );
  });

  it('one byte a second: the login ends at its deadline', async () => {
    await proxy.fault('trickle');
    expect(await failureOf(throughProxy({ deadlineMs: 1500 }))).toMatchObject({ reason: 'timeout' });
  });

  it('one byte a second: a read is stalled', async () => {
    const session = await throughProxy();
    await session.read(plan, soon());
    await proxy.fault('trickle');
    expect(await failureOf(session.read(plan, quick()))).toMatchObject({ reason: 'stalled' });
    await session.close();
  });

  it('nobody listens: refused', async () => {
    await proxy.fault('refuse');
    expect(await failureOf(throughProxy())).toMatchObject({ reason: 'refused' });
  });

  it('a frozen sshd (SIGSTOP) stalls a read and a login; both work again after', async () => {
    const session = await open(sshd.target());
    await session.read(plan, soon());
    sshd.freeze();
    expect(await failureOf(session.read(plan, quick()))).toMatchObject({ reason: 'stalled' });
    expect(await failureOf(open(sshd.target(), { deadlineMs: 500 }))).toMatchObject({ reason: 'timeout' });
    sshd.thaw();
    expect((await session.read(plan, soon())).files.size).toBe(2);
    await session.close();
  });

  it('an abort ends a login at once, with the failure of who aborted', async () => {
    await proxy.fault('freeze');
    const controller = new AbortController();
    const attempt = failureOf(throughProxy({ signal: controller.signal }));
    setTimeout(() => controller.abort(), 100);
    expect(await attempt).toMatchObject({ reason: 'timeout', detail: expect.stringContaining('given up') });
  });
});

describe('a server that misbehaves', () => {
  let server: FakeServer;
  const start = async (options: FakeServerOptions) => {
    server = await startFakeServer(options);
    return open(server.target());
  };
  afterEach(() => server.stop());
  /** The shell works; what pretends to be the reader misbehaves. */
  const onlyReader =
    (act: (stream: ServerChannel, nonce: string) => void): NonNullable<FakeServerOptions['onExec']> =>
    (stream, command) => {
      const nonce = /perl .* ([0-9a-f]{16})$/.exec(command)?.[1];
      if (nonce === undefined) {
        runHere(stream, command);
      } else {
        act(stream, nonce);
      }
    };
  /** A reader that says it is ready, and then answers the first request as told. */
  const answering = (act: (stream: ServerChannel, nonce: string) => void) =>
    onlyReader((stream, nonce) => {
      stream.write(`\n${nonce} ready perl\n`);
      stream.once('data', () => act(stream, nonce));
    });

  it('endless output in place of a shell: refused, with little memory', async () => {
    const session = await start({ onExec: misbehave.endless });
    const before = process.memoryUsage().rss;
    expect(await failureOf(session.prepare(soon()))).toMatchObject({ reason: 'shell' });
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
    await session.close();
  });

  it('endless output in place of a reader: the next rung is taken', async () => {
    const session = await start({ onExec: onlyReader(misbehave.endless) });
    expect(await session.prepare(soon(20_000))).not.toBe('perl');
    await session.close();
  });

  it('endless output in place of a reply: protocol, within little memory', async () => {
    const session = await start({ onExec: answering(misbehave.endless) });
    expect(await failureOf(session.read(plan, soon()))).toMatchObject({ reason: 'protocol' });
    await session.close();
  });

  it('output that nobody asked for ends the reader', async () => {
    const session = await start({
      onExec: answering((stream, nonce) => {
        stream.write(`${nonce} 1 - - -\n${nonce}.\n`);
        misbehave.endless(stream);
      }),
    });
    expect((await session.read(plan, soon())).files.size).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.become({});
    expect((await session.read(plan, soon())).files.size).toBe(2);
    await session.close();
  });

  it('garbage in place of a reply stalls; a reply that lies about its length is protocol', async () => {
    const session = await start({ onExec: answering(misbehave.garbage) });
    expect(await failureOf(session.read(plan, quick()))).toMatchObject({ reason: 'stalled' });
    server.become({ onExec: answering((stream, nonce) => stream.write(`${nonce} 1 - 5 3\nabcdefghijkl${nonce}.\n`)) });
    expect(await failureOf(session.read(plan, soon()))).toMatchObject({ reason: 'protocol' });
    await session.close();
  });

  it('a reply above the cap is too_large, before it is read', async () => {
    const session = await start({ onExec: answering((stream, nonce) => stream.write(`${nonce} 1 - 900000000 3\n`)) });
    expect(await failureOf(session.read(plan, soon()))).toMatchObject({ reason: 'too_large' });
    await session.close();
  });

  it('a reply split over many packets, in the middle of marks and of a letter', async () => {
    const session = await start({
      onExec: answering((stream, nonce) => {
        const bytes = Buffer.from(`${nonce} 1 1700000000.25 8 3\nZürich\nabc${nonce}.\n`);
        const next = (at: number): void => {
          if (at < bytes.length) {
            stream.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
          }
        };
        next(0);
      }),
    });
    const result = await session.read(plan, soon());
    expect(result.time).toBe(1700000000.25);
    expect([...result.files.values()]).toEqual(['Zürich\n', 'abc']);
    await session.close();
  });

  it('a channel closed in the middle of a request: the reader is started again', async () => {
    let hangUps = 1;
    const session = await start({
      onExec: onlyReader((stream, nonce) => {
        stream.write(`\n${nonce} ready perl\n`);
        stream.on('data', (chunk: Buffer) =>
          hangUps-- > 0
            ? stream.close()
            : stream.write(`${nonce} ${chunk.toString().split('\t')[0]} - 1 -\nx${nonce}.\n`)
        );
      }),
    });
    expect([...(await session.read(plan, soon())).files.values()]).toEqual(['x']);
    await session.close();
  });

  it('a reader that dies at each request: reason reader, and the next rung afterwards', async () => {
    const session = await start({ onExec: answering((stream) => stream.close()) });
    expect(await failureOf(session.read(plan, soon()))).toMatchObject({ reason: 'reader' });
    expect((await session.read(plan, soon(20_000))).files.size).toBe(2);
    expect(session.rung).not.toBe('perl');
    await session.close();
  });

  it('no channel granted: channel; none ever answered: stalled', async () => {
    const session = await start({ openChannel: 'refuse' });
    expect(await failureOf(session.prepare(soon()))).toMatchObject({ reason: 'channel' });
    expect(await failureOf(session.exec('echo', { timeoutMs: 1000 }))).toMatchObject({ reason: 'channel' });
    server.become({ openChannel: 'ignore' });
    expect(await failureOf(session.exec('echo', { timeoutMs: 300 }))).toMatchObject({ reason: 'stalled' });
    expect(await failureOf(session.read(plan, quick()))).toMatchObject({ reason: 'stalled' });
    await session.close();
  });

  describe('a silent shell', () => {
    const silentShell: FakeServerOptions = {
      onExec: (stream, command) => (command.startsWith('echo') ? misbehave.silent(stream) : runHere(stream, command)),
    };
    /** Answers come in order: with this one, it is known that the shell was started. */
    const shellStarted = (session: Session) => session.exec('true', { timeoutMs: 10_000 });

    it('ends at the deadline of who asks: shell, and what may keep it', async () => {
      const session = await start(silentShell);
      for (const why of [undefined, new SshFailure('stalled', 'no complete answer')]) {
        const asker = new AbortController();
        const preparing = failureOf(session.prepare(asker.signal));
        await shellStarted(session);
        asker.abort(why);
        expect(await preparing).toMatchObject({
          reason: 'shell',
          detail: expect.stringMatching(/^the login shell did not answer within [\d.]+ s; .*start-up files/),
        });
      }
      await session.close();
    });

    it('is not to blame for a link that dies meanwhile', async () => {
      await (await start(silentShell)).close();
      const proxy = await startFaultProxy(server);
      const session = await open(server.target({ host: proxy.host, port: proxy.port }), { keepaliveMs: 200 });
      const preparing = failureOf(session.prepare(soon()));
      await shellStarted(session);
      await proxy.fault('halfOpen');
      expect(await preparing).toMatchObject({ reason: 'stalled', detail: 'no answer to keepalives' });
      await proxy.stop();
    });
  });
});

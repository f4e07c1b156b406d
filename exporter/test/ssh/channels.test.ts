import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { startFakeServer } from '../fakeServer.ts';
import { descendants, processStat, until } from '../processes.ts';
import { haveSshd, startSshd, type Sshd } from '../sshd.ts';
import { canMakeUsers, createSystemUser, type SystemUser } from '../systemUser.ts';
import type { SshFailure } from '../../src/ssh/session.ts';
import { failureOf, open, soon } from './open.ts';

(haveSshd ? describe : describe.skip)('commands and streams on a real sshd', () => {
  let sshd: Sshd;
  let user: SystemUser | undefined;
  beforeAll(async () => {
    // sshd sends signals to nobody's processes but those of an unprivileged login.
    user = canMakeUsers ? createSystemUser('/bin/bash') : undefined;
    // Its debug lines come by the commands' standard error, in the middle of theirs.
    sshd = await startSshd({ logLevel: 'ERROR', ...(user === undefined ? {} : { user: user.name }) });
  });
  afterAll(async () => {
    await sshd.stop();
    user?.remove();
  });
  const sleeping = (seconds: string) =>
    descendants(sshd.pid).filter(
      (one) => one.name === 'sleep' && existsSync(`/proc/${one.pid}`) && commandOf(one.pid).includes(seconds)
    );

  it('tells output, errors, exit code and signal apart', async () => {
    const session = await open(sshd.target());
    const result = await session.exec("sh -c 'cat; echo bad >&2; exit 3'", { stdin: 'line\n', timeoutMs: 5000 });
    expect({
      ...result,
      stdout: String(result.stdout),
      stderr: String(result.stderr),
    }).toEqual({
      stdout: 'line\n',
      stderr: 'bad\n',
      exitCode: 3,
      signal: null,
      truncated: false,
    });
    expect(await session.exec("sh -c 'kill -9 $$'", { timeoutMs: 5000 })).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
    });
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
    expect((await session.exec('cat', { stdin: bytes, timeoutMs: 5000 })).stdout.equals(bytes)).toBe(true);
    await session.close();
  });

  it('cuts output at the cap and ends the remote process', async () => {
    const session = await open(sshd.target());
    const start = Date.now();
    const result = await session.exec('sleep 411 & cat /dev/zero', { timeoutMs: 20_000, maxBytes: 100_000 });
    expect(result).toMatchObject({ truncated: true, exitCode: null });
    expect(result.stdout.length + result.stderr.length).toBe(100_000);
    expect(Date.now() - start).toBeLessThan(5000);
    await until(() => sleeping('411').length === 0, 'the process group to end');
    await session.close();
  });

  it.each(['deadline', 'abort'])('ends the remote process at the %s', async (how) => {
    const session = await open(sshd.target());
    const controller = new AbortController();
    const running = session.exec('sleep 412', {
      timeoutMs: how === 'deadline' ? 500 : 60_000,
      signal: controller.signal,
    });
    const failure = failureOf(running);
    await until(() => sleeping('412').length === 1, 'sleep to begin');
    setTimeout(() => controller.abort(), how === 'abort' ? 10 : 60_000).unref();
    expect(await failure).toMatchObject({ reason: 'timeout' });
    await until(() => sleeping('412').length === 0, 'sleep to end');
    expect((await session.exec('echo still', { timeoutMs: 5000 })).stdout.toString()).toBe('still\n');
    await session.close();
  });

  it('an exception of the caller ends that command alone', async () => {
    const session = await open(sshd.target());
    const running = session.exec('echo x; sleep 413', {
      timeoutMs: 20_000,
      onData: () => {
        throw new Error('no good');
      },
    });
    await expect(running).rejects.toThrow('no good');
    expect((await session.exec('echo still', { timeoutMs: 5000 })).exitCode).toBe(0);
    await session.close();
  });

  it('MaxSessions 1: the reader has the one channel, commands are refused by reason channel', async () => {
    const narrow = await startSshd({ config: ['MaxSessions 1'] });
    const session = await open(narrow.target());
    expect(await session.prepare(soon())).toBe('perl');
    expect(await failureOf(session.exec('echo', { timeoutMs: 2000 }))).toMatchObject({ reason: 'channel' });
    expect((await session.read({ files: ['/proc/uptime'], links: [] }, soon())).files.size).toBe(1);
    await session.close();
    await narrow.stop();
  });

  it('a stream gives lines as they come, and its end', async () => {
    const session = await open(sshd.target());
    const stream = await session.stream("sh -c 'echo one; sleep 0.2; echo two; exit 4'", {});
    const seen: string[] = [];
    stream.output.on('data', (chunk: Buffer) => seen.push(String(chunk)));
    stream.errors.on('data', () => undefined);
    expect(await stream.ended).toBe(4);
    expect(seen).toEqual(['one\n', 'two\n']);
    await session.close();
  });

  it('a stream that nobody reads holds the remote process, not memory', async () => {
    const session = await open(sshd.target());
    const stream = await session.stream('cat /dev/zero', {});
    let received = 0;
    do {
      received = session.bytes.received;
      expect(received).toBeLessThan(8e6);
      await new Promise((resolve) => setTimeout(resolve, 300));
    } while (received === 0 || session.bytes.received - received >= 65_536);
    let taken = 0;
    stream.output.on('data', (chunk: Buffer) => (taken += chunk.length));
    stream.errors.resume();
    await until(() => taken > 10e6, 'more to come once it is read');
    await stream.close();
    await session.close();
  });

  it('close() of a stream ends the remote process, also one that ignores SIGTERM and closed pipes', async () => {
    const session = await open(sshd.target());
    const polite = await session.stream('sleep 414', {});
    const stubborn = await session.stream(`sh -c 'trap "" TERM HUP PIPE; while :; do sleep 415; done'`, {});
    await until(() => sleeping('414').length + sleeping('415').length === 2, 'both to begin');
    await Promise.all([polite.close(), stubborn.close()]);
    await until(() => sleeping('414').length + sleeping('415').length === 0, 'both to end');
    await session.close();
  });

  it('close() of a session leaves no remote process', async () => {
    const session = await open(sshd.target());
    await session.prepare(soon());
    const ends = [
      // It fails as closed, or is told the signal that ended the command: whichever arrives first.
      session.exec('sleep 416', { timeoutMs: 60_000 }).then(({ exitCode }) => expect(exitCode).not.toBe(0), ({ reason }: SshFailure) => expect(reason).toBe('closed')),
      (await session.stream('tail -f /dev/null', {})).ended,
    ];
    await until(() => sleeping('416').length === 1, 'sleep to begin');
    const before = descendants(sshd.pid);
    await session.close();
    await Promise.all(ends);
    await until(
      () => before.every((one) => processStat(one.pid) === undefined || processStat(one.pid)?.state === 'Z'),
      'all to end'
    );
    expect((await session.closed).reason).toBe('closed');
  });

  it('one connection, one login, however much is asked of it', async () => {
    const own = await startSshd();
    const session = await open(own.target());
    for (let round = 0; round < 240; round += 1) {
      await session.read({ files: ['/proc/uptime'], links: [] }, soon());
    }
    await session.exec('true', { timeoutMs: 5000 });
    expect([own.count.connections(), own.count.logins()]).toEqual([1, 1]);
    await session.close();
    await own.stop();
  });
});

describe('a server that grants a channel too late', () => {
  it('closes it again', async () => {
    let late: (() => void) | undefined;
    const server = await startFakeServer({ openChannel: 'ignore' });
    const session = await open(server.target());
    const [connection] = server.connections;
    connection?.removeAllListeners('session');
    let closed = false;
    connection?.on('session', (accept) => {
      late = () => {
        accept().on('exec', (acceptExec) =>
          acceptExec()
            .resume()
            .on('close', () => (closed = true))
        );
      };
    });
    expect(await failureOf(session.exec('echo', { timeoutMs: 200 }))).toMatchObject({ reason: 'stalled' });
    late?.();
    await until(() => closed, 'the late channel to be closed');
    await session.close();
    await server.stop();
  });
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

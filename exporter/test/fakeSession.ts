import { PassThrough } from 'node:stream';
import { SshFailure, type ReadPlan, type ReadResult, type RemoteStream, type Session } from '../src/ssh/session.ts';

/** A session that a test steers: what a read answers, when it breaks. */
export interface FakeSession extends Session {
  /** Answers each read; a promise that never settles is a frozen server. */
  answer: (plan: ReadPlan, signal: AbortSignal) => Promise<ReadResult> | ReadResult;
  /** What each run of a collector prints; undefined where no channel is free. */
  runs: ((name: string) => string) | undefined;
  break(failure: SshFailure): void;
  readonly isClosed: boolean;
}

export function readResult(files: Record<string, string> = {}, time = 1_000): ReadResult {
  return { time, files: new Map(Object.entries(files)), links: new Map() };
}

/** A remote runner on an awk server with the nonce of the tests. */
function fakeRunner(answer: (name: string) => string): RemoteStream {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const ended = Promise.withResolvers<null>();
  output.write('\nnonce r\n');
  input.on('data', (chunk: Buffer) => {
    for (const [, name = ''] of chunk.toString().matchAll(/nonce b (\w+)/g)) {
      output.write(`\nnonce b ${name}\n${answer(name)}\nnonce e 0\n`);
    }
  });
  return { input, output, errors, ended: ended.promise, close: () => Promise.resolve(ended.resolve(null)) };
}

export function createFakeSession(files: Record<string, string> = {}): FakeSession {
  let settle: (failure: SshFailure) => void;
  let isClosed = false;
  const closed = new Promise<SshFailure>((resolve) => (settle = resolve));
  const session: FakeSession = {
    hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:fake', key: 'ZmFrZQ==' },
    rung: 'awk',
    bytes: { received: 0, sent: 0 },
    answer: () => readResult(files),
    runs: () => '',
    prepare: () => Promise.resolve('awk'),
    forward: () => Promise.reject(new SshFailure('channel', 'no forwards here')),
    read: async (plan, signal) => session.answer(plan, signal),
    exec: () => Promise.reject(new SshFailure('channel', 'no commands here')),
    stream: () =>
      session.runs === undefined
        ? Promise.reject(new SshFailure('channel', 'no channel is free'))
        : Promise.resolve(fakeRunner((name) => session.runs?.(name) ?? '')),
    closed,
    close: () => Promise.resolve(session.break(new SshFailure('closed', 'closed by us'))),
    break(failure) {
      isClosed = true;
      settle(failure);
    },
    get isClosed() {
      return isClosed;
    },
  };
  return session;
}

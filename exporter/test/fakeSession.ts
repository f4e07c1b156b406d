import {
  SshFailure,
  type ExecOptions,
  type ExecResult,
  type ReadPlan,
  type ReadResult,
  type RemoteStream,
  type Session,
} from '../src/ssh/session.ts';

/** A session that a test steers: what a read answers, when it breaks. */
export interface FakeSession extends Session {
  /** Answers each read; a promise that never settles is a frozen server. */
  answer: (plan: ReadPlan, signal: AbortSignal) => Promise<ReadResult> | ReadResult;
  /** Answers each exec. */
  command: (text: string, options: ExecOptions) => Promise<ExecResult>;
  break(failure: SshFailure): void;
  readonly isClosed: boolean;
}

export const nothingSaid: ExecResult = {
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
  exitCode: 0,
  signal: null,
  truncated: false,
};

export function readResult(files: Record<string, string> = {}, time = 1_000): ReadResult {
  return { time, files: new Map(Object.entries(files)), links: new Map() };
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
    command: () => Promise.resolve(nothingSaid),
    prepare: () => Promise.resolve('awk'),
    forward: () => Promise.reject(new SshFailure('channel', 'no forwards here')),
    read: async (plan, signal) => session.answer(plan, signal),
    exec: (text, options) => session.command(text, options),
    stream: (): Promise<RemoteStream> => Promise.reject(new SshFailure('channel', 'no streams here')),
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

/**
 * An SSH server inside the test, which can misbehave in ways no real one does:
 *
 *   const server = await startFakeServer({ onExec: (stream, command, number) => misbehave.endless(stream) });
 *   openSession(server.target(), …)
 *   server.connections, server.attempts, server.commands           what it saw
 *   await server.stop()
 *
 * Without `onExec` each command runs for real: `sh -c command` of this machine. An `onExec` that wants that for some
 * commands calls `runHere(stream, command)`. `onAuth` decides logins; unless told, everybody is let in.
 * `openChannel: 'refuse' | 'ignore'` is a server at its MaxSessions, and one that never answers.
 */
import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type ServerConfig } from 'ssh2';
import { randomBytes } from 'node:crypto';
import type { HostKey, SshTarget } from '../src/ssh/session.ts';
import { keygenFingerprint, makeSshKey } from './sshKey.ts';

export interface FakeServerOptions {
  onExec?: (stream: ServerChannel, command: string, number: number) => void;
  onAuth?: (context: AuthContext) => void;
  openChannel?: 'accept' | 'refuse' | 'ignore';
  /** Answer a direct-tcpip request; refused unless told. */
  onForward?: (accept: () => ServerChannel, to: { host: string; port: number }) => void;
  config?: Partial<ServerConfig>;
}

export interface FakeServer {
  readonly host: string;
  readonly port: number;
  readonly hostKey: HostKey;
  /** Connections that are open now. */
  readonly connections: Set<Connection>;
  /** Method names of every authentication request. */
  readonly attempts: string[];
  readonly commands: string[];
  target(changes?: Partial<SshTarget>): SshTarget;
  /** Changes how it behaves from now on. */
  become(options: FakeServerOptions): void;
  stop(): Promise<void>;
}

export async function startFakeServer(initial: FakeServerOptions = {}): Promise<FakeServer> {
  let options = initial;
  const pair = makeSshKey();
  const [type = '', key = ''] = pair.publicKey.split(' ');
  const hostKey = { type, key, fingerprint: keygenFingerprint(pair.publicKey) };
  const connections = new Set<Connection>();
  const attempts: string[] = [];
  const commands: string[] = [];

  const server = new ssh2.Server({ hostKeys: [pair.privateKey], ...initial.config }, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined).on('close', () => connections.delete(connection));
    connection.on('authentication', (context) => {
      attempts.push(context.method);
      if (options.onAuth) {
        options.onAuth(context);
      } else if (context.method === 'none') {
        context.reject(['publickey', 'password']);
      } else {
        context.accept();
      }
    });
    connection.on('session', (accept, reject) => {
      if (options.openChannel === 'refuse') {
        reject();
      } else if (options.openChannel !== 'ignore') {
        const session = accept();
        session.on('exec', (acceptExec, _reject, { command }) => {
          commands.push(command);
          const stream = acceptExec();
          stream.on('error', () => undefined);
          (options.onExec ?? runHere)(stream, command, commands.length);
        });
      }
    });
    connection.on('tcpip', (accept, reject, info) =>
      options.onForward ? options.onForward(accept, { host: info.destIP, port: info.destPort }) : reject()
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    host: '127.0.0.1',
    port,
    hostKey,
    connections,
    attempts,
    commands,
    target: (changes = {}) => ({
      id: `fake-${port}`,
      name: `fake-${port}`,
      host: '127.0.0.1',
      port,
      username: 'tester',
      credential: { type: 'password', password: 'open sesame' },
      hostKeyPolicy: 'strict',
      pinned: [hostKey],
      ...changes,
    }),
    become(next) {
      options = next;
    },
    async stop() {
      connections.forEach((connection) => connection.end());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Runs a command for real, as sshd would. */
export function runHere(stream: ServerChannel, command: string): void {
  const child = spawn('sh', ['-c', command], { detached: true });
  child.stdin.on('error', () => undefined);
  stream.pipe(child.stdin);
  child.stdout.on('data', (chunk: Buffer) => stream.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => stream.stderr.write(chunk));
  child.on('close', (code) => {
    stream.exit(code ?? 255);
    stream.end();
  });
  stream.on(
    'close',
    () => child.exitCode === null && child.signalCode === null && child.pid && process.kill(-child.pid, 'SIGKILL')
  );
}

/** What servers do that nobody should have to expect. */
export const misbehave = {
  /** Output without end, as fast as the client takes it. */
  endless(stream: ServerChannel): void {
    const block = Buffer.alloc(32_768, 'x');
    let open = true;
    stream.on('close', () => (open = false));
    const more = () => {
      while (open && stream.write(block)) {
        // As much as the window takes.
      }
    };
    stream.on('drain', more);
    more();
  },
  garbage(stream: ServerChannel): void {
    stream.write(randomBytes(4096));
  },
  /** Takes everything, answers nothing. */
  silent(stream: ServerChannel): void {
    stream.resume();
  },
  /** Closes at once, without an exit code. */
  hangUp(stream: ServerChannel): void {
    stream.close();
  },
} as const;

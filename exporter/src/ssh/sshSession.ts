import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import type { Clock } from '../clock.ts';
import { blameJump } from './blameJump.ts';
import { endChannel, openChannel } from './channel.ts';
import { countBytes } from './countBytes.ts';
import { within } from './deadline.ts';
import { exec } from './exec.ts';
import { connectionFailure, forwardFailure } from './failure.ts';
import { FileReader } from './fileReader.ts';
import { hangUp } from './hangUp.ts';
import { remoteStream } from './remoteStream.ts';
import {
  SshFailure,
  type ExecOptions,
  type ExecResult,
  type HostKey,
  type ReaderRung,
  type ReadPlan,
  type ReadResult,
  type RemoteStream,
  type Session,
  type Step,
  type StreamOptions,
} from './session.ts';
import { takeStep } from './step.ts';

const shellMs = 15_000;
const channelMs = 15_000;

export interface SshSessionOptions {
  client: Client;
  transport: Duplex;
  clock: Clock;
  hostKey: HostKey;
  jump: Session | undefined;
}

/** A login that stands. Made by `openSession`. */
export class SshSession implements Session {
  readonly hostKey: HostKey;
  readonly bytes: { readonly received: number; readonly sent: number };
  readonly closed: Promise<SshFailure>;
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #transport: Duplex;
  readonly #channels = new Set<ClientChannel>();
  /** Streams wait for the end here and not on `closed`, which would keep each of them for as long as the session lasts. */
  readonly #goneListeners = new Set<() => void>();
  readonly #reader: FileReader;
  #lost: SshFailure | undefined;
  #over = false;
  #told = false;
  #closing: Promise<void> | undefined;

  constructor({ client, transport, clock, hostKey, jump }: SshSessionOptions) {
    this.hostKey = hostKey;
    this.bytes = countBytes(transport);
    this.#client = client;
    this.#clock = clock;
    this.#transport = transport;
    this.#reader = new FileReader(this.#context());
    this.closed = new Promise((resolve) => {
      let first: SshFailure | undefined;
      const settle = (words: string) => (): void => {
        hangUp(transport, clock);
        if (this.#over) {
          return;
        }
        this.#over = true;
        this.#lost ??= first ?? new SshFailure('closed', words);
        void blameJump(this.#lost, jump).then((failure) => {
          resolve(failure);
          this.#told = true;
          this.#goneListeners.forEach((tell) => tell());
        });
      };
      client.on('error', (error: Error) => (first ??= connectionFailure(error, 'open')));
      client.on('end', settle('the server closed the connection'));
      client.on('close', settle('the connection is gone'));
    });
  }

  get rung(): ReaderRung | undefined {
    return this.#reader.rung;
  }

  async prepare(signal: AbortSignal, onStep?: (step: Step) => void): Promise<ReaderRung> {
    if (this.#reader.rung === undefined) {
      await takeStep(
        'shell',
        this.#clock,
        onStep,
        () => this.#tryShell(signal),
        (detail) => detail
      );
    }
    return takeStep(
      'reader',
      this.#clock,
      onStep,
      () => this.#reader.prepare(signal),
      (rung) => rung
    );
  }

  async read(plan: ReadPlan, signal: AbortSignal): Promise<ReadResult> {
    if (this.#reader.rung === undefined) {
      await this.prepare(signal);
    }
    return this.#reader.read(plan, signal);
  }

  exec(command: string, options: ExecOptions): Promise<ExecResult> {
    return exec(this.#context(), command, options);
  }

  async stream(command: string, options: StreamOptions): Promise<RemoteStream> {
    const channel = await openChannel(this.#client, command, {
      clock: this.#clock,
      ms: channelMs,
      signal: options.signal,
    });
    this.#channels.add(channel);
    const onGone = (tell: () => void): (() => void) => {
      this.#goneListeners.add(tell);
      if (this.#told) {
        tell();
      }
      return () => void this.#goneListeners.delete(tell);
    };
    const stream = remoteStream(channel, onGone, this.#clock);
    void stream.ended.then(() => this.#channels.delete(channel));
    options.signal?.addEventListener('abort', () => void stream.close(), { once: true });
    if (options.keepInput) {
      channel.write(options.stdin ?? '');
    } else {
      channel.end(options.stdin);
    }
    return stream;
  }

  forward(host: string, port: number, limit: { ms: number; signal?: AbortSignal }): Promise<Duplex> {
    const to = `${host} port ${port}`;
    return within(
      {
        clock: this.#clock,
        ms: limit.ms,
        signal: limit.signal,
        reason: 'timeout',
        what: `connecting to ${to} through the jump server`,
      },
      () =>
        new Promise<Duplex>((resolve, reject) => {
          const fail = (error: unknown): void => reject(forwardFailure(this.#lost ?? error, to));
          try {
            this.#client.forwardOut('127.0.0.1', 0, host, port, (error, channel) =>
              error ? fail(error) : resolve(channel)
            );
          } catch (error) {
            fail(error);
          }
        }),
      (late) => late.destroy()
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#lost ??= new SshFailure('closed', 'closed by the exporter');
    this.#reader.end();
    this.#channels.forEach(endChannel);
    this.#client.end();
    hangUp(this.#transport, this.#clock);
    await this.closed;
  }

  #context() {
    return { client: this.#client, clock: this.#clock, channels: this.#channels, lost: () => this.#lost };
  }

  /** Proves that the login shell runs commands: nologin and forced commands say something else. */
  async #tryShell(signal: AbortSignal): Promise<string> {
    const mark = randomBytes(8).toString('hex');
    const from = this.#clock.now();
    let started = false;
    const onStart = (): void => void (started = true);
    const result = await this.exec(`echo ${mark}`, { timeoutMs: shellMs, maxBytes: 1 << 20, signal, onStart }).catch(
      (error: unknown) => {
        // Somebody's patience ended on a connection that stands and a shell that was started: it is the shell that keeps us.
        const waited = error instanceof SshFailure && (error.reason === 'timeout' || error.reason === 'stalled');
        if (started && waited && this.#lost === undefined) {
          const seconds = Math.round((this.#clock.now() - from) / 100) / 10;
          throw new SshFailure(
            'shell',
            `the login shell did not answer within ${seconds} s; its start-up files (.bashrc and the like) may wait for something`
          );
        }
        throw error;
      }
    );
    if (!result.stdout.includes(mark)) {
      const said = `${result.stdout}${result.stderr}`.trim().slice(0, 300);
      throw new SshFailure(
        'shell',
        `the login shell did not run echo (exit code ${result.exitCode})${said === '' ? '' : `: ${said}`}`
      );
    }
    return 'echo';
  }
}

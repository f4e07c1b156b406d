import { randomBytes } from 'node:crypto';
import type { Client, ClientChannel } from 'ssh2';
import { endChannel, openChannel, type ChannelLimit } from './channel.ts';
import { abortFailure, within } from './deadline.ts';
import type { Dialogue, ReaderProgram, ReplyParser } from './readers/program.ts';
import { SshFailure, type ReadPlan, type ReadResult } from './session.ts';

/** What .bashrc and MOTD may print before the ready mark, and what may come later without having been asked for. */
const mostNoise = 1 << 20;
const stderrKept = 500;

/** A reader could not be started: the program or its shell is missing, or says something else. */
export class NoReader extends Error {}

interface Waiting {
  feed(chunk: Buffer): void;
  fail(failure: SshFailure): void;
}

/** One remote reader: a channel, the program in it, and one request at a time. It is over once `ended` is set. */
export class ReaderProcess {
  readonly #channel: ClientChannel;
  readonly #nonce: string;
  #dialogue: Dialogue | undefined;
  #waiting: Waiting | undefined;
  #unasked = 0;
  #count = 0;
  #complaints = '';
  ended: SshFailure | undefined;

  private constructor(channel: ClientChannel, nonce: string) {
    this.#channel = channel;
    this.#nonce = nonce;
    // A handler must never throw: ssh2 would close the connection.
    channel.on('data', (chunk: Buffer) => this.#onData(chunk));
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#complaints = (this.#complaints + chunk.toString('latin1')).slice(-stderrKept);
    });
    channel.on('error', () => undefined);
    channel.on('close', () => this.#end(new SshFailure('closed', this.#complaints.trim() || 'the reader ended')));
  }

  /** Starts a program; rejects with `NoReader` when the next rung should be tried. */
  static async start(client: Client, program: ReaderProgram, cap: number, limit: ChannelLimit): Promise<ReaderProcess> {
    const nonce = randomBytes(8).toString('hex');
    const channel = await openChannel(client, program.command(nonce), limit);
    const reader = new ReaderProcess(channel, nonce);
    try {
      const ready = await within({ ...limit, reason: 'reader', what: `starting ${program.rung}` }, () =>
        reader.#ready()
      );
      reader.#dialogue = program.dialogue(nonce, ready, cap);
      return reader;
    } catch (error) {
      reader.end();
      throw error instanceof SshFailure && !limit.signal?.aborted
        ? new NoReader(error.detail, { cause: error })
        : error;
    }
  }

  /** One request and its reply. After a failure the process is over, as replies could be mixed up. */
  async read(plan: ReadPlan, signal: AbortSignal): Promise<ReadResult> {
    if (this.ended || this.#dialogue === undefined) {
      throw this.ended ?? new SshFailure('internal', 'the reader was not started');
    }
    this.#count += 1;
    const { text, parser } = this.#dialogue.request(this.#count, plan);
    const reply = this.#expect(parser);
    const onAbort = (): void => this.#end(abortFailure(signal, 'stalled', 'reading files'));
    if (signal.aborted) {
      onAbort();
    } else {
      signal.addEventListener('abort', onAbort, { once: true });
      this.#channel.write(text);
    }
    try {
      return await reply;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the remote process: standard input ends, so the program does; whatever hangs is killed. */
  end(): void {
    this.#end(new SshFailure('closed', 'the reader was ended'));
  }

  #ready(): Promise<string> {
    const mark = Buffer.from(`${this.#nonce} ready `);
    let seen = Buffer.alloc(0);
    let received = 0;
    return this.#expect<string>({
      feed: (chunk) => {
        received += chunk.length;
        seen = Buffer.concat([seen, chunk]);
        const start = seen.indexOf(mark);
        const stop = start < 0 ? -1 : seen.indexOf(10, start);
        if (stop >= 0) {
          return seen.toString('latin1', start + mark.length, stop);
        }
        if (received > mostNoise) {
          throw new SshFailure('reader', 'endless output came instead of a reader');
        }
        seen = seen.subarray(start >= 0 ? start : Math.max(0, seen.length - mark.length));
        return undefined;
      },
    });
  }

  #expect<T = ReadResult>(parser: ReplyParser | { feed(chunk: Buffer): T | undefined }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting = {
        feed: (chunk) => {
          const reply = parser.feed(chunk) as T | undefined;
          if (reply !== undefined) {
            this.#waiting = undefined;
            this.#unasked = 0;
            resolve(reply);
          }
        },
        fail: reject,
      };
      if (this.ended) {
        reject(this.ended);
      }
    });
  }

  #onData(chunk: Buffer): void {
    if (this.#waiting === undefined) {
      this.#unasked += chunk.length;
      if (this.#unasked > mostNoise) {
        this.#end(new SshFailure('protocol', 'output comes that nobody asked for'));
      }
      return;
    }
    try {
      this.#waiting.feed(chunk);
    } catch (error) {
      this.#end(error instanceof SshFailure ? error : new SshFailure('internal', String(error), { cause: error }));
    }
  }

  #end(failure: SshFailure): void {
    if (this.ended) {
      return;
    }
    this.ended = failure;
    this.#channel.removeAllListeners('data');
    this.#channel.end();
    endChannel(this.#channel);
    this.#waiting?.fail(failure);
    this.#waiting = undefined;
  }
}

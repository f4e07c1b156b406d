import type { Clock } from '../clock.ts';
import type { RemoteStream, Session } from '../ssh/session.ts';
import { RunnerParser } from './runnerParser.ts';
import { runBound, runnerProgram, type RunnerProgram, type Wanted } from './runnerProgram.ts';
import type { Run, RunOutput } from './snapshot.ts';

/** The output of one run, in bytes; a runner that brings more is ended. */
const outputCap = 4 << 20;
/** We wait this much longer than the server, which ends a hung run itself where it can. */
const grace = 2_000;

/** A shell with a heavy profile on a busy server takes its time. */
const startBound = 15_000;

/** What a remote runner needs of a session. */
export type RunnerSession = Pick<Session, 'stream' | 'rung'>;

/** How a batch ended early: the run that hung or killed the runner, and those behind it. */
export interface Outcome {
  culprit: string | undefined;
  unreached: string[];
}

/** A program on a server that does runs, one batch at a time. */
export interface RemoteRunner {
  /** Does runs one after the other and tells each output; `undefined` is a run that the server had to give up. */
  perform(batch: readonly Wanted[], ended: (name: string, output: RunOutput | undefined) => void): Promise<Outcome>;
  isOver(): boolean;
  close(): void;
}

/** Starts one in a channel of its own. Rejects when the server grants none, or has nothing that could run it. */
export async function startRemoteRunner(
  session: RunnerSession,
  runs: readonly Run[],
  nonce: string,
  clock: Clock
): Promise<RemoteRunner> {
  const { command, setUp, request } = runnerProgram(runs, { rung: session.rung, nonce });
  const stream = await session.stream(command, { stdin: setUp, keepInput: true });
  const remote = new Remote(stream, request, nonce, clock);
  const cancelStart = clock.after(startBound, () => remote.close());
  await remote.ready;
  cancelStart();
  if (remote.isOver()) {
    throw new Error('no runner started');
  }
  return remote;
}

/** What is under way: nobody else may wait on a promise that lasts as long as the stream, which would keep each of them as long. */
interface UnderWay {
  left: Set<string>;
  ended: (name: string, output: RunOutput | undefined) => void;
  finish: () => void;
  cancel: () => void;
}

class Remote implements RemoteRunner {
  readonly #stream: RemoteStream;
  readonly #request: RunnerProgram['request'];
  readonly #clock: Clock;
  readonly #parser: RunnerParser;
  /** Settles when the program takes requests, or never will. */
  readonly ready: Promise<void>;
  #settle: () => void = () => undefined;
  #over = false;
  #batch: UnderWay | undefined;

  constructor(stream: RemoteStream, request: RunnerProgram['request'], nonce: string, clock: Clock) {
    this.#stream = stream;
    this.#request = request;
    this.#clock = clock;
    this.#parser = new RunnerParser(nonce, {
      ready: () => this.#settle(),
      began: () => this.#progress(),
      ended: (name, output) => this.#ended(name, output),
    });
    this.ready = new Promise((resolve) => (this.#settle = resolve));
    void stream.ended.then(() => {
      this.#over = true;
      this.#settle();
      this.#batch?.finish();
    });
    // A write that meets the end of the channel is told by the end itself.
    stream.input.on('error', () => undefined);
    stream.output.on('data', (chunk: Buffer) => this.#onData(chunk));
    stream.errors.resume();
  }

  async perform(batch: readonly Wanted[], ended: UnderWay['ended']): Promise<Outcome> {
    const finished = Promise.withResolvers<void>();
    const underWay = {
      left: new Set(batch.map(({ name }) => name)),
      ended,
      finish: finished.resolve,
      cancel: () => undefined,
    };
    this.#batch = underWay;
    this.#progress();
    if (this.#over) {
      finished.resolve();
    }
    this.#stream.input.write(this.#request(batch));
    await finished.promise;
    this.#batch = undefined;
    underWay.cancel();
    const { left } = underWay;
    const { running } = this.#parser;
    const culprit = running !== undefined && left.delete(running) ? running : undefined;
    return { culprit, unreached: [...left] };
  }

  isOver(): boolean {
    return this.#over;
  }

  close(): void {
    this.#over = true;
    void this.#stream.close();
  }

  #onData(chunk: Buffer): void {
    if (!this.#over) {
      this.#parser.feed(chunk);
      if (this.#parser.waiting > outputCap) {
        this.close();
      }
    }
  }

  /** Something came: the run under way has its time from here on. */
  #progress(): void {
    const batch = this.#batch;
    if (batch !== undefined) {
      batch.cancel();
      batch.cancel = this.#clock.after(runBound * 1_000 + grace, () => {
        this.close();
        batch.finish();
      });
    }
  }

  #ended(name: string, output: RunOutput | undefined): void {
    const batch = this.#batch;
    if (batch === undefined) {
      return;
    }
    if (batch.left.delete(name)) {
      batch.ended(name, output);
    }
    this.#progress();
    if (batch.left.size === 0) {
      batch.finish();
    }
  }
}

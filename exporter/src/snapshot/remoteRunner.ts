import type { Clock } from '../clock.ts';
import type { Session } from '../ssh/session.ts';
import { runnerParser } from './runnerParser.ts';
import { runBound, runnerProgram, type Wanted } from './runnerProgram.ts';
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
  const told = {
    progress: (): void => undefined,
    ended: (_name: string, _output: RunOutput | undefined): void => undefined,
    // One that waits on a promise which lasts as long as the stream would be kept as long.
    gone: (): void => undefined,
  };
  const ready = Promise.withResolvers<void>();
  const parser = runnerParser(nonce, {
    ready: ready.resolve,
    began: () => told.progress(),
    ended: (name, output) => told.ended(name, output),
  });
  let over = false;
  const close = (): void => {
    over = true;
    void stream.close();
  };
  void stream.ended.then(() => {
    over = true;
    ready.resolve();
    told.gone();
  });
  // A write that meets the end of the channel is told by the end itself.
  stream.input.on('error', () => undefined);
  stream.output.on('data', (chunk: Buffer) => {
    if (!over) {
      parser.feed(chunk);
      if (parser.waiting() > outputCap) {
        close();
      }
    }
  });
  stream.errors.resume();
  const cancelStart = clock.after(startBound, close);
  await ready.promise;
  cancelStart();
  if (over) {
    throw new Error('no runner started');
  }

  return {
    async perform(batch, ended) {
      const left = new Set(batch.map(({ name }) => name));
      const finished = Promise.withResolvers<void>();
      let cancel = (): void => undefined;
      told.progress = () => {
        cancel();
        cancel = clock.after(runBound * 1_000 + grace, () => {
          close();
          finished.resolve();
        });
      };
      told.ended = (name, output) => {
        if (left.delete(name)) {
          ended(name, output);
        }
        told.progress();
        if (left.size === 0) {
          finished.resolve();
        }
      };
      told.gone = finished.resolve;
      told.progress();
      if (over) {
        finished.resolve();
      }
      stream.input.write(request(batch));
      await finished.promise;
      cancel();
      told.progress = told.ended = told.gone = () => undefined;
      const running = parser.running();
      const culprit = running !== undefined && left.delete(running) ? running : undefined;
      return { culprit, unreached: [...left] };
    },
    isOver: () => over,
    close,
  };
}

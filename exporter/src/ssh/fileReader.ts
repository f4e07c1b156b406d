import { abortFailure } from './deadline.ts';
import type { ExecContext } from './exec.ts';
import { findReader, type FoundReader } from './ladder.ts';
import { readLinks } from './readLinks.ts';
import { SshFailure, type ReaderRung, type ReadPlan, type ReadResult } from './session.ts';

/** A reply may be so long, all files together. */
const cap = 16 << 20;
/** A shell with a heavy profile on a busy server takes its time. */
const rungMs = 10_000;

/** Reads files by the best rung of the ladder, and starts it again when it ended. Requests wait for each other. */
export class FileReader {
  readonly #context: ExecContext;
  #reader: FoundReader | undefined;
  #place = 0;
  #queue: Promise<unknown> = Promise.resolve();
  rung: ReaderRung | undefined;

  constructor(context: ExecContext) {
    this.#context = context;
  }

  prepare(signal: AbortSignal): Promise<ReaderRung> {
    return this.#inTurn(signal, async () => (await this.#ensure(signal)).rung);
  }

  read(plan: ReadPlan, signal: AbortSignal): Promise<ReadResult> {
    return this.#inTurn(signal, async () => {
      const reader = await this.#ensure(signal);
      const result = await reader
        .read(plan, signal)
        .catch((error: unknown) => this.#again(error, reader, plan, signal));
      if (this.#reader?.readsLinks !== false || plan.links.length === 0) {
        return result;
      }
      return { ...result, links: await this.#links(plan.links, signal) };
    });
  }

  end(): void {
    this.#reader?.end();
  }

  /** A reader that was killed between two polls, or by one request, gets one successor; the next time a lower rung. */
  async #again(error: unknown, old: FoundReader, plan: ReadPlan, signal: AbortSignal): Promise<ReadResult> {
    const lost = this.#context.lost();
    const died = error instanceof SshFailure && error.reason === 'closed' && !lost && !signal.aborted;
    if (!died) {
      throw lost ?? error;
    }
    const next = await this.#ensure(signal);
    return next.read(plan, signal).catch((second: unknown) => {
      if (next.ended() && next.place === old.place && !signal.aborted && !this.#context.lost()) {
        this.#place = next.place + 1;
        throw new SshFailure('reader', `${next.rung} ends while it reads`, { cause: second });
      }
      throw this.#context.lost() ?? second;
    });
  }

  async #ensure(signal: AbortSignal): Promise<FoundReader> {
    if (this.#reader === undefined || this.#reader.ended()) {
      this.#reader = await findReader({ context: this.#context, from: this.#place, cap, rungMs, signal });
      this.#place = this.#reader.place;
      this.rung = this.#reader.rung;
    }
    return this.#reader;
  }

  /** Without a second channel (MaxSessions 1) links are absent; files are worth more. */
  #links(paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    return readLinks(this.#context, paths, signal).catch((error: unknown) => {
      if (error instanceof SshFailure && error.reason === 'channel') {
        return new Map<string, string>();
      }
      throw error;
    });
  }

  #inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => {
      // Given up while it waited: begun and ended again, it would cost the others their reader.
      if (signal.aborted) {
        throw abortFailure(signal, 'stalled', 'reading files');
      }
      return work();
    });
    // Not the turn itself: the queue would keep the last reply in memory until the next one.
    const over = (): void => undefined;
    this.#queue = turn.then(over, over);
    return turn;
  }
}

import type { RunOutput } from './snapshot.ts';

const nothing: Buffer = Buffer.alloc(0);

export interface RunnerEvents {
  /** The program is there and takes requests. */
  ready(): void;
  began(name: string): void;
  /** A run ended; `undefined` where the server had to give it up. */
  ended(name: string, output: RunOutput | undefined): void;
}

/**
 * Takes the output of a runner apart as its bytes come in. Whatever stands before the first mark (.bashrc, MOTD) is noise,
 * and a mark may be split over chunks.
 */
export class RunnerParser {
  readonly #events: RunnerEvents;
  readonly #mark: Buffer;
  #pending = nothing;
  #searched = 0;
  #running: string | undefined;

  constructor(nonce: string, events: RunnerEvents) {
    this.#events = events;
    // Of its own: a part of Node's pool would keep the rest of that in memory, as long as the session lasts.
    this.#mark = Buffer.alloc(nonce.length + 2, `\n${nonce} `);
  }

  feed(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const mark = this.#mark;
    for (;;) {
      const pending = this.#pending;
      const at = pending.indexOf(mark, this.#searched);
      const end = at < 0 ? -1 : pending.indexOf(0x0a, at + mark.length);
      if (end < 0) {
        // Keep what may be the beginning of a mark; look at it again with the next chunk.
        this.#searched = at < 0 ? Math.max(0, pending.length - mark.length) : at;
        return;
      }
      this.#atMark(pending.toString('latin1', at + mark.length, end), pending.subarray(0, at));
      // An empty end of a chunk would keep all of it until the next one comes, a minute later.
      this.#pending = end + 1 === pending.length ? nothing : pending.subarray(end + 1);
      this.#searched = 0;
    }
  }

  /** The run that began last and has not ended. */
  get running(): string | undefined {
    return this.#running;
  }

  /** Bytes that wait for a mark. */
  get waiting(): number {
    return this.#pending.length;
  }

  #atMark(line: string, before: Buffer): void {
    const [kind, rest = ''] = line.split(' ', 2);
    if (kind === 'r') {
      this.#events.ready();
    } else if (kind === 'b') {
      this.#running = rest;
      this.#events.began(rest);
    } else if (kind === 'e' && this.#running !== undefined) {
      const name = this.#running;
      this.#running = undefined;
      this.#events.ended(
        name,
        rest === 'hung' ? undefined : { stdout: before.toString('utf8'), exitCode: Number(rest) }
      );
    }
  }
}

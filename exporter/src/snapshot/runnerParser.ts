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
export function runnerParser(nonce: string, events: RunnerEvents) {
  // Of its own: a part of Node's pool would keep the rest of that in memory, as long as the session lasts.
  const mark = Buffer.alloc(nonce.length + 2, `\n${nonce} `);
  let pending = nothing;
  let searched = 0;
  let running: string | undefined;

  const atMark = (line: string, before: Buffer): void => {
    const [kind, rest = ''] = line.split(' ', 2);
    if (kind === 'r') {
      events.ready();
    } else if (kind === 'b') {
      running = rest;
      events.began(rest);
    } else if (kind === 'e' && running !== undefined) {
      const name = running;
      running = undefined;
      events.ended(name, rest === 'hung' ? undefined : { stdout: before.toString('utf8'), exitCode: Number(rest) });
    }
  };

  return {
    feed(chunk: Buffer): void {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      for (;;) {
        const at = pending.indexOf(mark, searched);
        const end = at < 0 ? -1 : pending.indexOf(0x0a, at + mark.length);
        if (end < 0) {
          // Keep what may be the beginning of a mark; look at it again with the next chunk.
          searched = at < 0 ? Math.max(0, pending.length - mark.length) : at;
          return;
        }
        atMark(pending.toString('latin1', at + mark.length, end), pending.subarray(0, at));
        // An empty end of a chunk would keep all of it until the next one comes, a minute later.
        pending = end + 1 === pending.length ? nothing : pending.subarray(end + 1);
        searched = 0;
      }
    },
    /** The run that began last and has not ended. */
    running: () => running,
    /** Bytes that wait for a mark. */
    waiting: () => pending.length,
  };
}

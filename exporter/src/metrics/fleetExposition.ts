import { setImmediate } from 'node:timers/promises';
import { textDialect, type Dialect } from './exposition.ts';
import type { Family } from './family.ts';
import { serverText, type Layout, type ServerText } from './serverText.ts';

/** The families of one server at one poll, and its label `instance`. */
export interface ServerFamilies {
  name: string;
  /** A function where they are made only when they are needed. */
  families: readonly Family[] | (() => readonly Family[]);
  /** What the finished text is remembered by: an object of this one poll. The families, unless told. */
  poll?: object;
}

/** The size of a piece: a fraction of a millisecond's work. */
const pieceSize = 1 << 18;
/** Servers rendered between two turns of the event loop: a few milliseconds' work. */
const batch = 10;

/** Texts by the poll they are of. */
const texts = new WeakMap<object, ServerText>();

/** The text of a server at one poll, made once. Called at the poll, it spares the next `fleetExposition` the work. */
export function renderServer({ name, families, poll = families }: ServerFamilies): ServerText {
  const text = texts.get(poll) ?? serverText(name, typeof families === 'function' ? families() : families);
  texts.set(poll, text);
  return text;
}

/** Fills pieces of equal size with parts of other buffers. */
function createPieces() {
  let piece = Buffer.allocUnsafe(pieceSize);
  let used = 0;
  let full: Buffer[] = [];
  return {
    add(source: Buffer, start: number, end: number): void {
      for (let from = start; from < end;) {
        const copied = source.copy(piece, used, from, end);
        used += copied;
        from += copied;
        if (used === pieceSize) {
          full.push(piece);
          piece = Buffer.allocUnsafe(pieceSize);
          used = 0;
        }
      }
    },
    /** The pieces that became full since the last call. */
    take(): Buffer[] {
      const taken = full;
      full = [];
      return taken;
    },
    rest: () => piece.subarray(0, used),
  };
}

/**
 * All servers in one text, in pieces: the samples of a family of all servers stand together under one head, as the formats
 * demand. `tail` follows: finished text in the same dialect, without its end.
 */
export async function* fleetExposition(
  servers: Iterable<ServerFamilies>,
  dialect: Dialect = textDialect,
  tail = ''
): AsyncGenerator<Buffer> {
  const byLayout = new Map<Layout, ServerText[]>();
  let rendered = 0;
  for (const server of servers) {
    if (!texts.has(server.poll ?? server.families) && ++rendered % batch === 0) {
      await setImmediate();
    }
    const text = renderServer(server);
    const alike = byLayout.get(text.layout);
    if (alike === undefined) {
      byLayout.set(text.layout, [text]);
    } else {
      alike.push(text);
    }
  }
  const heads = new Map<string, Family>();
  for (const family of [...byLayout.keys()].flatMap(({ families }) => families)) {
    if (!heads.has(family.name)) {
      heads.set(family.name, family);
    }
  }
  const pieces = createPieces();
  const addText = (text: string) => {
    const bytes = Buffer.from(text);
    pieces.add(bytes, 0, bytes.length);
  };
  for (const [name, family] of heads) {
    addText(dialect.head(family));
    for (const [layout, alike] of byLayout) {
      const place = layout.places.get(name);
      for (const { bytes, starts } of place === undefined ? [] : alike) {
        pieces.add(bytes, starts[place ?? 0] ?? 0, starts[(place ?? 0) + 1] ?? 0);
      }
    }
    yield* pieces.take();
    await setImmediate();
  }
  addText(tail + dialect.end);
  yield* pieces.take();
  yield pieces.rest();
}

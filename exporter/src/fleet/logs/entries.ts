import type { Pattern } from '../pattern.ts';

/** Longer entries are cut: a binary file is no log. */
export const maxEntryChars = 32_768;

/** One entry as it stands in the source, before a format reads it. */
export interface RawEntry {
  text: string;
  truncated: boolean;
  /** Bytes from the start of what was read to the start of the entry, and its length with its line end. */
  start: number;
  bytes: number;
}

const cut = (text: string): { text: string; truncated: boolean } => (text.length > maxEntryChars ? { text: text.slice(0, maxEntryChars), truncated: true } : { text, truncated: false });

/**
 * Splits text into entries: one a line, or with a `begins` pattern everything up to the next line that matches it.
 * Only whole lines count unless `last` says that nothing follows; what is left over is in `rest`.
 */
export function splitEntries(data: Buffer, begins: Pattern | undefined, last: boolean): { entries: RawEntry[]; rest: Buffer } {
  const entries: RawEntry[] = [];
  let open: { lines: string[]; start: number; end: number } | undefined;
  let at = 0;
  const close = () => {
    if (open !== undefined) {
      entries.push({ ...cut(open.lines.join('\n')), start: open.start, bytes: open.end - open.start });
    }
    open = undefined;
  };
  while (at < data.length) {
    const newline = data.indexOf(0x0a, at);
    if (newline < 0 && !last) {
      break;
    }
    const end = newline < 0 ? data.length : newline + 1;
    const line = data.toString('utf8', at, newline < 0 ? data.length : newline).replace(/\r$/, '');
    if (open === undefined || begins === undefined || begins.test(line)) {
      close();
      open = { lines: [line], start: at, end };
    } else {
      open.lines.push(line);
      open.end = end;
    }
    at = end;
  }
  if (begins !== undefined && !last && open !== undefined) {
    // The next piece may still belong to the last entry.
    return { entries, rest: data.subarray(open.start) };
  }
  close();
  return { entries, rest: data.subarray(at) };
}

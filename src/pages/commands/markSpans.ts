export interface Span {
  text: string;
  marked: boolean;
}

/** Cuts a text at its matches, in their order; matches that overlap are marked once. */
export function markSpans(text: string, matches: Array<{ start: number; end: number }>): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end } of [...matches].sort((a, b) => a.start - b.start)) {
    if (end <= at) {
      continue;
    }
    if (start > at) {
      spans.push({ text: text.slice(at, start), marked: false });
    }
    spans.push({ text: text.slice(Math.max(at, start), end), marked: true });
    at = end;
  }
  return at < text.length ? [...spans, { text: text.slice(at), marked: false }] : spans;
}

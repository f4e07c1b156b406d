export interface DiffLine {
  side: 'both' | 'left' | 'right';
  text: string;
}

/** So many lines, one after the other, that stand in both texts or in one of them. */
export interface DiffSpan {
  side: DiffLine['side'];
  lines: number;
}

/** Above this the table would be too large: the rest is then shown as removed and added. */
const maxCells = 4_000_000;

/** A line diff by longest common subsequence, common ends taken off first. */
export function diffSpans(left: string, right: string): DiffSpan[] {
  const a = left.split('\n');
  const b = right.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail += 1;
  }
  return [{ side: 'both', lines: head }, ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)), { side: 'both', lines: tail }];
}

function middle(a: string[], b: string[]): DiffSpan[] {
  if (a.length * b.length > maxCells) {
    return [{ side: 'left', lines: a.length }, { side: 'right', lines: b.length }];
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? (common[(i + 1) * width + j + 1] as number) + 1 : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
    }
  }
  const spans: DiffSpan[] = [];
  const add = (side: DiffLine['side']): void => {
    const last = spans.at(-1);
    if (last?.side === side) {
      last.lines += 1;
    } else {
      spans.push({ side, lines: 1 });
    }
  };
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      add('both');
      i += 1;
      j += 1;
    } else if ((common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number)) {
      add('left');
      i += 1;
    } else {
      add('right');
      j += 1;
    }
  }
  return [...spans, { side: 'left', lines: a.length - i }, { side: 'right', lines: b.length - j }];
}

/** The lines of a diff, in the order of the text. */
export function linesOf(spans: readonly DiffSpan[], left: string, right: string): DiffLine[] {
  const a = left.split('\n');
  const b = right.split('\n');
  let i = 0;
  let j = 0;
  const lines: DiffLine[] = [];
  for (const { side, lines: count } of spans) {
    for (let line = 0; line < count; line += 1) {
      lines.push({ side, text: (side === 'right' ? b[j] : a[i]) as string });
      i += side === 'right' ? 0 : 1;
      j += side === 'left' ? 0 : 1;
    }
  }
  return lines;
}

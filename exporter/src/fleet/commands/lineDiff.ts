export interface DiffLine {
  side: 'both' | 'left' | 'right';
  text: string;
}

/** Above this the table would be too large: the rest is then shown as removed and added. */
const maxCells = 4_000_000;

/** A line diff by longest common subsequence, common ends taken off first. */
export function lineDiff(left: string, right: string): DiffLine[] {
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
  const same = (lines: string[]): DiffLine[] => lines.map((text) => ({ side: 'both', text }));
  return [...same(a.slice(0, head)), ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)), ...same(tail === 0 ? [] : a.slice(-tail))];
}

function middle(a: string[], b: string[]): DiffLine[] {
  const onlyIn = (side: 'left' | 'right', lines: string[]): DiffLine[] => lines.map((text) => ({ side, text }));
  if (a.length * b.length > maxCells) {
    return [...onlyIn('left', a), ...onlyIn('right', b)];
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? (common[(i + 1) * width + j + 1] as number) + 1 : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ side: 'both', text: a[i] as string });
      i += 1;
      j += 1;
    } else if ((common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number)) {
      lines.push({ side: 'left', text: a[i++] as string });
    } else {
      lines.push({ side: 'right', text: b[j++] as string });
    }
  }
  return [...lines, ...onlyIn('left', a.slice(i)), ...onlyIn('right', b.slice(j))];
}

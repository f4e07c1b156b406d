export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Measures several things in turn, again and again, so that a busy minute of the machine meets them all; medians of each. */
export async function interleaved<Name extends string>(
  runs: number,
  things: Readonly<Record<Name, () => Promise<number>>>
): Promise<{ medians: Record<Name, number>; values: Record<Name, number[]> }> {
  const names = Object.keys(things) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) {
      values[name].push(await things[name]());
    }
  }
  return {
    medians: Object.fromEntries(names.map((name) => [name, median(values[name])])) as Record<Name, number>,
    values,
  };
}

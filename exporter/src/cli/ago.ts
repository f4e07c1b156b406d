const steps: ReadonlyArray<readonly [number, string]> = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** How long ago an instant was, in the largest unit: `3 h ago`. */
export function ago(at: string | null, now: number): string {
  if (at === null) {
    return 'never';
  }
  const ms = now - Date.parse(at);
  const step = steps.find(([size]) => ms >= size);
  return step === undefined ? 'now' : `${Math.floor(ms / step[0])} ${step[1]} ago`;
}

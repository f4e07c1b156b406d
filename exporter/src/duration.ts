// Prometheus's duration text (https://prometheus.io/docs/prometheus/latest/configuration/configuration/, <duration>):
// each unit at most once, the larger ones first.
const units = { y: 365 * 86_400_000, w: 7 * 86_400_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const pattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Milliseconds of a duration such as `1m30s`; undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  const parts = pattern.exec(text);
  if (parts === null || text === '') {
    return undefined;
  }
  return Object.values(units).reduce((sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0), 0);
}

/** The shortest exact text of a duration: 90000 → `1m30s`. */
export function formatDuration(ms: number): string {
  let rest = Math.round(ms);
  let text = '';
  for (const [name, unit] of Object.entries(units)) {
    const count = Math.floor(rest / unit);
    if (count > 0) {
      text += `${count}${name}`;
      rest -= count * unit;
    }
  }
  return text === '' ? '0s' : text;
}

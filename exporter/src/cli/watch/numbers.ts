const units = ['B', 'K', 'M', 'G', 'T', 'P'];

/** Three digits and a unit of 1024: 812B, 4.1G. */
export function bytes(value: number | null): string {
  if (value === null) {
    return '–';
  }
  let [rest, unit] = [value, 0];
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${rest >= 9.95 || unit === 0 ? Math.round(rest) : rest.toFixed(1)}${units[unit]}`;
}

export const percent = (value: number | null): string => (value === null ? '–' : `${Math.round(value)}%`);

export const decimal = (value: number | null, digits = 2): string => (value === null ? '–' : value.toFixed(digits));

/** The two largest units of a time: 12d 4h. */
export function span(seconds: number | null): string {
  if (seconds === null) {
    return '–';
  }
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  return days > 0 ? `${days}d ${hours}h` : hours > 0 ? `${hours}h ${minutes}m` : `${minutes}m`;
}

/** A bar of the given width. */
export function bar(value: number | null, width: number): string {
  const filled = Math.round((Math.min(100, Math.max(0, value ?? 0)) / 100) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

import type { SpecsSummary } from '../../../../contract/specs.ts';

const columns: ReadonlyArray<readonly [string, (row: SpecsSummary) => string | number | null]> = [
  ['name', (row) => row.name],
  ['os', (row) => row.os],
  ['kernel', (row) => row.kernel],
  ['architecture', (row) => row.architecture],
  ['cpu', (row) => row.cpu],
  ['threads', (row) => row.threads],
  ['memory_bytes', (row) => row.memoryBytes],
  ['disk_bytes', (row) => row.diskBytes],
  ['product', (row) => row.product],
  ['guest_of', (row) => row.guestOf],
  ['container', (row) => row.container ?? null],
  ['gpus', (row) => row.gpus],
  ['boot_time', (row) => row.bootTime],
  ['read_at', (row) => row.readAt],
  ['changed_at', (row) => row.changedAt],
  ['id', (row) => row.id],
];

/** RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
function cell(value: string | number | null): string {
  const text = value === null ? '' : typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const specsCsv = (rows: readonly SpecsSummary[]): string =>
  [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, of]) => of(row)))].map((line) => `${line.map(cell).join(',')}\r\n`).join('');

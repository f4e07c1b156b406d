import type { DataFrame, LinkModel } from '@grafana/data';

export interface IncidentRow {
  id: string;
  severity: string;
  state: string;
  text: string;
  server: string;
  takenBy: string;
  /** ms; undefined when the table has no time. */
  at: number | undefined;
  links: LinkModel[];
}

export interface RowFilter {
  /** Only what nobody took. */
  onlyWaiting: boolean;
  severity: 'all' | 'critical';
}

const rank = { firing: 0, acknowledged: 1 } as Record<string, number>;
const worst = { critical: 0, warning: 1 } as Record<string, number>;

/** The rows of a table of incidents, those that wait first, then the worst, then the oldest; undefined when it is no such table. */
export function incidentRows(frame: DataFrame, { onlyWaiting, severity }: RowFilter): IncidentRow[] | undefined {
  const field = (name: string) => frame.fields.find((one) => one.name === name);
  const text = field('text');
  if (text === undefined || field('severity') === undefined || field('state') === undefined) {
    return undefined;
  }
  const word = (name: string, row: number) => String(field(name)?.values[row] ?? '');
  const rows = Array.from({ length: frame.length }, (_, row): IncidentRow => {
    const at = field('time')?.values[row] as number | undefined;
    return { id: word('id', row), severity: word('severity', row), state: word('state', row), text: String(text.values[row]), server: word('server', row), takenBy: word('taken by', row), at, links: text.getLinks?.({ valueRowIndex: row }) ?? [] };
  });
  return rows
    .filter((one) => (!onlyWaiting || one.state === 'firing') && (severity === 'all' || one.severity === severity))
    .sort((a, b) => (rank[a.state] ?? 2) - (rank[b.state] ?? 2) || (worst[a.severity] ?? 2) - (worst[b.severity] ?? 2) || (a.at ?? 0) - (b.at ?? 0));
}

import type { DataQuery } from '@grafana/schema';

/** What can be asked for: kind → its name in the editor. */
export const queryKinds = {
  status: 'Fleet status',
  vitals: 'Vitals',
  family: 'Metric family',
  command: 'Command values',
  output: 'Last output of a command',
  specs: 'Specs',
  logs: 'Logs',
  incidents: 'Incidents',
  maintenance: 'Maintenance windows',
} as const;
export type QueryKind = keyof typeof queryKinds;

/** One query; which of its fields count follows from its kind. */
export interface FleetQuery extends DataQuery {
  kind: QueryKind;
  /** Names of servers, separated by commas; `tag:role=web` for those with a tag; empty for all. Variables may stand in it. */
  servers?: string;
  family?: string;
  rate?: boolean;
  /** Only the newest value, as a table. */
  instant?: boolean;
  /** Name of a saved command. */
  command?: string;
  /** Names of log sources, separated by commas; empty for all. */
  sources?: string;
  /** RE2 that lines must match. */
  filter?: string;
  /** New values as they come, over the feed. */
  live?: boolean;
  /** Incidents that are open now, whatever the time range, and as they change; without it those of the range. */
  open?: boolean;
  /** Incidents to be drawn into graphs: those that are open reach to the end of the range. */
  annotation?: boolean;
  /** Counts by level instead of lines: Explore's histogram asks so. */
  volume?: boolean;
}

export const defaultQuery: Partial<FleetQuery> = { kind: 'status', servers: '', live: true };

/** Whether everything that its kind needs is chosen; until then a query gives nothing. */
export function isComplete({ kind, family = '', command = '' }: FleetQuery): boolean {
  return kind === 'family' ? family !== '' : kind === 'command' || kind === 'output' ? command !== '' : true;
}

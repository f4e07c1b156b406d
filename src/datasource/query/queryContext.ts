import type { DataFrame, TimeRange } from '@grafana/data';
import type { Client } from '../../../contract/client.ts';
import type { Server } from '../../../contract/server.ts';
import type { FleetQuery } from '../fleetQuery';

export interface QueryContext {
  client: Client;
  /** Those that the query means. */
  servers: Server[];
  /** Whether these are all there are, so that a request need not name them. */
  all: boolean;
  query: FleetQuery;
  range: TimeRange;
  stepSeconds: number;
}

/** Answers one kind of query. */
export type Answer = (context: QueryContext) => Promise<DataFrame[]>;

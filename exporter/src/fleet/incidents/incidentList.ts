import { z } from 'zod';
import type { IncidentDetail, IncidentQuery } from '../../../../contract/incident.ts';
import { Failure } from '../../errors.ts';
import { createIncidentEventRepository } from '../../store/incidentEvents.ts';
import { createIncidentRepository, rankOf, type IncidentFilter, type IncidentPosition, type IncidentRecord } from '../../store/incidents.ts';
import type { Store } from '../../store/open.ts';
import { decodeCursor, encodeCursor, pageOfRows } from '../cursor.ts';
import { csvOf } from './incidentCsv.ts';
import type { IncidentViewer } from './incidentView.ts';

type Query = z.output<typeof IncidentQuery>;

const Position = z.tuple([z.number(), z.number(), z.string()]);
/** More than this in one file is asked for by time, piece by piece. */
const csvRows = 100_000;
const csvPage = 1000;

function filterOf({ state, severity, check, server, text, from, to }: Query): IncidentFilter {
  const time = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at));
  const states = state === undefined ? undefined : Array.isArray(state) ? state : [state];
  return { states, severity, check, server, text, from: time(from), to: time(to) };
}

/** Reading incidents: what waits for a person, the history, one with its time line, CSV. */
export function createIncidentList(store: Store, view: IncidentViewer) {
  const incidents = createIncidentRepository(store.db);
  const page = async (list: string, query: Query, byState: boolean) => {
    const position = decodeCursor(list, Position, query.cursor);
    const after: IncidentPosition | undefined = position && { rank: position[0], startedAt: position[1], id: position[2] };
    const rows = await incidents.page(filterOf(query), byState, after, query.limit + 1);
    const { items, next } = pageOfRows(rows, query.limit, (row) => row, (last) => encodeCursor(list, [rankOf(last.state), last.startedAt, last.id]));
    return { items: await view(items), next };
  };
  return {
    list: (query: Query) => page('incidents', query, true),
    history: (query: Query) => page('incident-history', query, false),
    async get(id: string): Promise<IncidentDetail> {
      const record = await incidents.byId(id);
      if (record === undefined) {
        throw new Failure('incident_not_found');
      }
      const [[incident], events] = await Promise.all([view([record]), createIncidentEventRepository(store.db).of(id)]);
      return { ...(incident as NonNullable<typeof incident>), events };
    },
    async csv(query: Query): Promise<string> {
      const rows: IncidentRecord[] = [];
      let after: IncidentPosition | undefined;
      for (;;) {
        const some = await incidents.page(filterOf(query), false, after, csvPage);
        rows.push(...some);
        const last = some.at(-1);
        if (last === undefined || some.length < csvPage || rows.length >= csvRows) {
          return csvOf(rows);
        }
        after = { rank: rankOf(last.state), startedAt: last.startedAt, id: last.id };
      }
    },
  };
}

export type IncidentList = ReturnType<typeof createIncidentList>;

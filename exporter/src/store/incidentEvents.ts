import type { Generated, Kysely } from 'kysely';
import type { IncidentEvent } from '../../../contract/incident.ts';
import type { Millis } from './columns.ts';
import type { Database } from './schema.ts';

export type EventKind = IncidentEvent['kind'];

/** One line of an incident's record; lines are added and never changed. */
export interface NewIncidentEvent {
  incidentId: string;
  at: Millis;
  kind: EventKind;
  actor: string;
  channel: string | null;
  text: string;
}

export interface IncidentEventTables {
  incidentEvents: NewIncidentEvent & { seq: Generated<number> };
}

const chunk = 500;

export type IncidentEventRepository = ReturnType<typeof createIncidentEventRepository>;

export function createIncidentEventRepository(db: Kysely<Database>) {
  return {
    async add(events: readonly NewIncidentEvent[]): Promise<void> {
      for (let i = 0; i < events.length; i += chunk) {
        await db.insertInto('incidentEvents').values(events.slice(i, i + chunk)).execute();
      }
    },
    async of(incidentId: string): Promise<IncidentEvent[]> {
      const rows = await db.selectFrom('incidentEvents').selectAll().where('incidentId', '=', incidentId).orderBy('seq').execute();
      return rows.map(({ seq, at, kind, actor, channel, text }) => ({ id: String(seq), at: new Date(at).toISOString(), kind, actor, channel, text }));
    },
  };
}

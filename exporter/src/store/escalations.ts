import type { Kysely } from 'kysely';
import type { Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** How far the escalation of an incident is. `nextAt` null: it waits for something else than time. */
export interface EscalationRecord {
  incidentId: string;
  policyId: string;
  episode: number;
  /** The step that is taken next. */
  step: number;
  /** How often the steps were repeated. */
  round: number;
  nextAt: Millis | null;
  updatedAt: Millis;
}

export interface EscalationTables {
  escalations: EscalationRecord;
}

export function createEscalationRepository(db: Kysely<Database>) {
  return {
    of: (incidentId: string) => db.selectFrom('escalations').selectAll().where('incidentId', '=', incidentId).executeTakeFirst(),
    ofMany: (ids: readonly string[]) => (ids.length === 0 ? Promise.resolve([]) : db.selectFrom('escalations').selectAll().where('incidentId', 'in', ids).execute()),
    due: (now: Millis, limit: number) => db.selectFrom('escalations').selectAll().where('nextAt', '<=', now).orderBy('nextAt').limit(limit).execute(),
    async put(record: EscalationRecord): Promise<void> {
      const { incidentId: _, ...changed } = record;
      await db.insertInto('escalations').values(record).onConflict((conflict) => conflict.column('incidentId').doUpdateSet(changed)).execute();
    },
    async remove(incidentId: string): Promise<void> {
      await db.deleteFrom('escalations').where('incidentId', '=', incidentId).execute();
    },
    async removePolicy(policyId: string): Promise<void> {
      await db.deleteFrom('escalations').where('policyId', '=', policyId).execute();
    },
  };
}

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

/** What was written so far in the future was written before somebody set the clock back. */
const clockToleranceMs = 60_000;
export const isPostponed = ({ updatedAt }: Pick<EscalationRecord, 'updatedAt'>, now: Millis): boolean => updatedAt > now + clockToleranceMs;

/** Rows in one statement; both databases bound the number of parameters. */
const chunk = 1000;

export function createEscalationRepository(db: Kysely<Database>) {
  return {
    of: (incidentId: string) => db.selectFrom('escalations').selectAll().where('incidentId', '=', incidentId).executeTakeFirst(),
    async ofMany(ids: readonly string[]): Promise<EscalationRecord[]> {
      const found: EscalationRecord[] = [];
      for (let at = 0; at < ids.length; at += chunk) {
        found.push(...(await db.selectFrom('escalations').selectAll().where('incidentId', 'in', ids.slice(at, at + chunk)).execute()));
      }
      return found;
    },
    /** Those whose time has come, and those whose time a clock that was set back has put off. */
    due: (now: Millis, limit: number) =>
      db
        .selectFrom('escalations')
        .selectAll()
        .where((eb) => eb.or([eb('nextAt', '<=', now), eb.and([eb('nextAt', 'is not', null), eb('updatedAt', '>', now + clockToleranceMs)])]))
        .orderBy('nextAt')
        .limit(limit)
        .execute(),
    async put(record: EscalationRecord): Promise<void> {
      const { incidentId: _, ...changed } = record;
      await db.insertInto('escalations').values(record).onConflict((conflict) => conflict.column('incidentId').doUpdateSet(changed)).execute();
    },
    /** Those that begin together, such as a burst of a thousand. */
    async putAll(records: readonly EscalationRecord[]): Promise<void> {
      for (let at = 0; at < records.length; at += chunk) {
        await db
          .insertInto('escalations')
          .values(records.slice(at, at + chunk))
          .onConflict((conflict) =>
            conflict.column('incidentId').doUpdateSet(({ ref }) => ({
              policyId: ref('excluded.policyId'),
              episode: ref('excluded.episode'),
              step: ref('excluded.step'),
              round: ref('excluded.round'),
              nextAt: ref('excluded.nextAt'),
              updatedAt: ref('excluded.updatedAt'),
            }))
          )
          .execute();
      }
    },
    async remove(incidentIds: readonly string[]): Promise<void> {
      for (let at = 0; at < incidentIds.length; at += chunk) {
        await db.deleteFrom('escalations').where('incidentId', 'in', incidentIds.slice(at, at + chunk)).execute();
      }
    },
    async removePolicy(policyId: string): Promise<void> {
      await db.deleteFrom('escalations').where('policyId', '=', policyId).execute();
    },
  };
}

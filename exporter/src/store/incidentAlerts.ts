import type { Kysely } from 'kysely';
import type { Severity } from '../../../contract/check.ts';
import { fromJson, toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** The newest firing of one alert (one fingerprint): a rule's series at one severity. */
export interface AlertRecord {
  fingerprint: string;
  incidentId: string;
  severity: Severity;
  labels: Record<string, string>;
  ruleUid: string | null;
  source: 'grafana' | 'alertmanager';
  startsAt: Millis;
  /** null while it fires. */
  endedAt: Millis | null;
}

interface AlertRow extends Omit<AlertRecord, 'labels'> {
  labels: JsonText<Record<string, string>>;
}

export interface IncidentAlertTables {
  incidentAlerts: AlertRow;
}

const fromRow = (row: AlertRow): AlertRecord => ({ ...row, labels: fromJson(row.labels) });
const chunk = 500;

export type IncidentAlertRepository = ReturnType<typeof createIncidentAlertRepository>;

export function createIncidentAlertRepository(db: Kysely<Database>) {
  const by = async (column: 'fingerprint' | 'incidentId', values: readonly string[]): Promise<AlertRecord[]> => {
    const rows: AlertRow[] = [];
    for (let i = 0; i < values.length; i += chunk) {
      rows.push(...(await db.selectFrom('incidentAlerts').selectAll().where(column, 'in', values.slice(i, i + chunk)).execute()));
    }
    return rows.map(fromRow);
  };
  return {
    byFingerprints: (fingerprints: readonly string[]) => by('fingerprint', fingerprints),
    ofIncidents: (ids: readonly string[]) => by('incidentId', ids),
    firing: async (source: AlertRecord['source']): Promise<AlertRecord[]> =>
      (await db.selectFrom('incidentAlerts').selectAll().where('endedAt', 'is', null).where('source', '=', source).execute()).map(fromRow),
    /** Inserts, or replaces what was known of these fingerprints. */
    async put(records: readonly AlertRecord[]): Promise<void> {
      for (let i = 0; i < records.length; i += chunk) {
        const rows = records.slice(i, i + chunk).map((record) => ({ ...record, labels: toJson(record.labels) }));
        await db
          .insertInto('incidentAlerts')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('fingerprint').doUpdateSet((eb) => ({
              incidentId: eb.ref('excluded.incidentId'),
              severity: eb.ref('excluded.severity'),
              labels: eb.ref('excluded.labels'),
              ruleUid: eb.ref('excluded.ruleUid'),
              source: eb.ref('excluded.source'),
              startsAt: eb.ref('excluded.startsAt'),
              endedAt: eb.ref('excluded.endedAt'),
            }))
          )
          .execute();
      }
    },
  };
}

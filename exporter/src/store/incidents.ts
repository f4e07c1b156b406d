import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { Severity } from '../../../contract/check.ts';
import type { Incident, IncidentState } from '../../../contract/incident.ts';
import { flag, fromJson, toJson, type Flag, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** An incident as kept; its alerts and events are in tables of their own. */
export interface IncidentRecord {
  id: string;
  /** What it is about: alerts that differ in severity alone have the same subject. */
  subject: string;
  state: IncidentState;
  severity: Severity;
  check: string | null;
  title: string;
  summary: string;
  serverId: string | null;
  serverName: string | null;
  item: string | null;
  labels: Record<string, string>;
  value: number | null;
  limit: number | null;
  /** Of the alert that fired last. */
  fingerprint: string;
  ruleUid: string | null;
  source: 'grafana' | 'alertmanager';
  links: Incident['links'];
  startedAt: Millis;
  acknowledgedAt: Millis | null;
  acknowledgedBy: string | null;
  resolvedAt: Millis | null;
  resolution: Incident['resolution'];
  assignee: string | null;
  flapping: boolean;
  fired: number;
  /** When it fired within the last hour, newest last. */
  fireTimes: Millis[];
  maintenance: boolean;
  silencedUntil: Millis | null;
  silenceId: string | null;
  revision: number;
}

type JsonFields = 'labels' | 'links' | 'fireTimes';
interface IncidentRow extends Omit<IncidentRecord, JsonFields | 'check' | 'value' | 'limit' | 'flapping' | 'maintenance'> {
  stateRank: number;
  checkId: string | null;
  measured: number | null;
  limitValue: number | null;
  flapping: Flag;
  maintenance: Flag;
  labels: JsonText<Record<string, string>>;
  links: JsonText<Incident['links']>;
  fireTimes: JsonText<Millis[]>;
  searchText: string;
}

export interface IncidentTables {
  incidents: IncidentRow;
}

/** Those that wait for a person come first. */
const ranks: Record<IncidentState, number> = { firing: 0, acknowledged: 1, resolved: 2 };
export const rankOf = (state: IncidentState): number => ranks[state];

const toRow = ({ check, value, limit, labels, links, fireTimes, flapping, maintenance, ...record }: IncidentRecord): IncidentRow => ({
  ...record,
  stateRank: ranks[record.state],
  checkId: check,
  measured: value,
  limitValue: limit,
  flapping: flag(flapping),
  maintenance: flag(maintenance),
  labels: toJson(labels),
  links: toJson(links),
  fireTimes: toJson(fireTimes),
  searchText: [record.title, record.summary, record.serverName, record.item].join('\n').toLowerCase(),
});
const fromRow = ({ stateRank: _r, searchText: _s, checkId, measured, limitValue, labels, links, fireTimes, flapping, maintenance, ...row }: IncidentRow): IncidentRecord => ({
  ...row,
  check: checkId,
  value: measured,
  limit: limitValue,
  flapping: flapping === 1,
  maintenance: maintenance === 1,
  labels: fromJson(labels),
  links: fromJson(links),
  fireTimes: fromJson(fireTimes),
});

export interface IncidentFilter {
  states?: readonly IncidentState[] | undefined;
  severity?: Severity | undefined;
  check?: string | undefined;
  server?: string | undefined;
  text?: string | undefined;
  from?: Millis | undefined;
  to?: Millis | undefined;
}

export interface IncidentPosition {
  rank: number;
  startedAt: Millis;
  id: string;
}

type IncidentSelect = SelectQueryBuilder<Database, 'incidents', IncidentRow>;

function filtered(query: IncidentSelect, { states, severity, check, server, text, from, to }: IncidentFilter): IncidentSelect {
  let narrowed = query;
  narrowed = states === undefined ? narrowed : narrowed.where('state', 'in', states);
  narrowed = severity === undefined ? narrowed : narrowed.where('severity', '=', severity);
  narrowed = check === undefined ? narrowed : narrowed.where('checkId', '=', check);
  narrowed = server === undefined ? narrowed : narrowed.where('serverId', '=', server);
  narrowed = from === undefined ? narrowed : narrowed.where('startedAt', '>=', from);
  narrowed = to === undefined ? narrowed : narrowed.where('startedAt', '<', to);
  if (text !== undefined && text !== '') {
    const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    narrowed = narrowed.where(sql<boolean>`search_text like ${pattern} escape '\\'`);
  }
  return narrowed;
}

/** Rows of one insert: parameters of a statement are limited (SQLite 32 766, PostgreSQL 65 535). */
const chunk = 500;

export type IncidentRepository = ReturnType<typeof createIncidentRepository>;

export function createIncidentRepository(db: Kysely<Database>) {
  const all = () => db.selectFrom('incidents').selectAll() as IncidentSelect;
  return {
    /** `byState`: those that wait first, else by time alone; newest first in both. */
    async page(filter: IncidentFilter, byState: boolean, after: IncidentPosition | undefined, limit: number): Promise<IncidentRecord[]> {
      let query = filtered(all(), filter).orderBy('startedAt', 'desc').orderBy('id', 'desc').limit(limit);
      query = byState ? query.clearOrderBy().orderBy('stateRank').orderBy('startedAt', 'desc').orderBy('id', 'desc') : query;
      if (after !== undefined) {
        query = query.where((eb) => {
          const older = eb.or([eb('startedAt', '<', after.startedAt), eb.and([eb('startedAt', '=', after.startedAt), eb('id', '<', after.id)])]);
          return byState ? eb.or([eb('stateRank', '>', after.rank), eb.and([eb('stateRank', '=', after.rank), older])]) : older;
        });
      }
      return (await query.execute()).map(fromRow);
    },
    async byId(id: string): Promise<IncidentRecord | undefined> {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async byIds(ids: readonly string[]): Promise<IncidentRecord[]> {
      const rows: IncidentRow[] = [];
      for (let i = 0; i < ids.length; i += chunk) {
        rows.push(...(await all().where('id', 'in', ids.slice(i, i + chunk)).execute()));
      }
      return rows.map(fromRow);
    },
    open: async (): Promise<IncidentRecord[]> => (await all().where('stateRank', '<', ranks.resolved).orderBy('stateRank').orderBy('startedAt', 'desc').execute()).map(fromRow),
    /** Of these subjects: the open ones, and those resolved since. */
    async current(subjects: readonly string[], resolvedSince: Millis): Promise<IncidentRecord[]> {
      const rows: IncidentRow[] = [];
      for (let i = 0; i < subjects.length; i += chunk) {
        const some = all().where('subject', 'in', subjects.slice(i, i + chunk));
        rows.push(...(await some.where((eb) => eb.or([eb('stateRank', '<', ranks.resolved), eb('resolvedAt', '>=', resolvedSince)])).orderBy('startedAt').execute()));
      }
      return rows.map(fromRow);
    },
    /** Inserts records, or replaces those with the same id: a thousand at a time cost what a hundred single updates do. */
    async put(records: readonly IncidentRecord[]): Promise<void> {
      for (let i = 0; i < records.length; i += chunk) {
        const rows = records.slice(i, i + chunk).map(toRow);
        const columns = Object.keys(rows[0] as IncidentRow).filter((name) => name !== 'id') as Array<keyof IncidentRow>;
        await db
          .insertInto('incidents')
          .values(rows)
          .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => Object.fromEntries(columns.map((name) => [name, eb.ref(`excluded.${name}`)]))))
          .execute();
      }
    },
    /** Removes resolved ones that ended before, with their alerts and events; tells how many. */
    async removeBefore(before: Millis): Promise<number> {
      const result = await db.deleteFrom('incidents').where('stateRank', '=', ranks.resolved).where('resolvedAt', '<', before).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

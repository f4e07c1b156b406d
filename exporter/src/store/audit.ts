import { sql, type Generated, type Kysely, type Selectable } from 'kysely';
import { toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

export interface AuditTables {
  audit: {
    seq: Generated<number>;
    at: Millis;
    actor: string;
    role: string | null;
    /** Remote address. */
    source: string;
    requestId: string | null;
    action: string;
    targetType: string | null;
    targetId: string | null;
    targetName: string | null;
    details: JsonText<Record<string, unknown>>;
    searchText: string;
  };
}

export type AuditRow = Selectable<AuditTables['audit']>;

/** What is written: who did what to which record. `details` holds no secret. */
export type NewAuditRow = Omit<AuditRow, 'seq' | 'details' | 'searchText'> & { details: Record<string, unknown> };

export interface AuditFilter {
  actor?: string | undefined;
  notActor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  text?: string | undefined;
  from?: Millis | undefined;
  to?: Millis | undefined;
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

export type AuditRepository = ReturnType<typeof createAuditRepository>;

export function createAuditRepository(db: Kysely<Database>) {
  return {
    async insert(row: NewAuditRow): Promise<void> {
      const details = toJson(row.details);
      const searchText = [row.actor, row.action, row.targetId, row.targetName, details].join('\n').toLowerCase();
      await db.insertInto('audit').values({ ...row, details, searchText }).execute();
    },
    /** Newest first. */
    page(filter: AuditFilter, before: number | undefined, limit: number): Promise<AuditRow[]> {
      const { actor, notActor, action, target, text, from, to } = filter;
      let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit);
      query = before === undefined ? query : query.where('seq', '<', before);
      query = actor === undefined ? query : query.where('actor', '=', actor);
      query = notActor === undefined ? query : query.where('actor', '!=', notActor);
      query = from === undefined ? query : query.where('at', '>=', from);
      query = to === undefined ? query : query.where('at', '<=', to);
      if (action !== undefined) {
        query = action.endsWith('.')
          ? query.where(sql<boolean>`action like ${`${escaped(action)}%`} escape '\\'`)
          : query.where('action', '=', action);
      }
      if (target !== undefined) {
        query = query.where((eb) => eb.or([eb('targetId', '=', target), eb('targetName', '=', target)]));
      }
      if (text !== undefined && text !== '') {
        query = query.where(sql<boolean>`search_text like ${`%${escaped(text.toLowerCase())}%`} escape '\\'`);
      }
      return query.execute();
    },
    async removeBefore(at: Millis): Promise<number> {
      return Number((await db.deleteFrom('audit').where('at', '<', at).executeTakeFirst()).numDeletedRows);
    },
    /** Keeps the newest `keep` entries of an actor about one target. */
    async trim(actor: string, targetId: string, keep: number): Promise<void> {
      const edge = await db.selectFrom('audit').select('seq').where('targetId', '=', targetId).where('actor', '=', actor).orderBy('seq', 'desc').offset(keep).limit(1).executeTakeFirst();
      if (edge !== undefined) {
        await db.deleteFrom('audit').where('targetId', '=', targetId).where('actor', '=', actor).where('seq', '<=', edge.seq).execute();
      }
    },
  };
}

import type { Kysely } from 'kysely';
import type { CheckId } from '../../../contract/check.ts';
import type { ThresholdScope } from '../../../contract/threshold.ts';
import { flag, fromJson, toJson, type Flag, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** Limits of one check in one scope. */
export interface ThresholdRecord {
  id: string;
  check: CheckId;
  scope: ThresholdScope;
  warning: number | null;
  critical: number | null;
  enabled: boolean;
  note: string;
  revision: number;
  updatedAt: Millis;
  updatedBy: string;
}

interface ThresholdRow extends Omit<ThresholdRecord, 'check' | 'scope' | 'enabled'> {
  checkId: CheckId;
  scopeKey: string;
  scope: JsonText<ThresholdScope>;
  serverId: string | null;
  enabled: Flag;
}

export interface ThresholdTables {
  thresholds: ThresholdRow;
}

/** A scope as one text: two records of a check with the same one are the same record. */
export function scopeKey(scope: ThresholdScope): string {
  switch (scope.type) {
    case 'default':
      return 'default';
    case 'tag':
      return JSON.stringify(['tag', scope.tag, scope.value]);
    case 'server':
      return JSON.stringify(['server', scope.serverId]);
    case 'item':
      return JSON.stringify(['item', scope.serverId, scope.item]);
  }
}

const toRow = ({ check, scope, enabled, ...record }: ThresholdRecord): ThresholdRow => ({
  ...record,
  checkId: check,
  scopeKey: scopeKey(scope),
  scope: toJson(scope),
  serverId: 'serverId' in scope ? scope.serverId : null,
  enabled: flag(enabled),
});
const fromRow = ({ checkId, scopeKey: _k, serverId: _s, scope, enabled, ...row }: ThresholdRow): ThresholdRecord => ({
  ...row,
  check: checkId,
  scope: fromJson(scope),
  enabled: enabled === 1,
});

export type ThresholdRepository = ReturnType<typeof createThresholdRepository>;

export function createThresholdRepository(db: Kysely<Database>) {
  return {
    all: async (): Promise<ThresholdRecord[]> => (await db.selectFrom('thresholds').selectAll().orderBy('checkId').orderBy('scopeKey').execute()).map(fromRow),
    async page(filter: { check?: string | undefined; server?: string | undefined }, after: readonly [string, string] | undefined, limit: number): Promise<ThresholdRecord[]> {
      let query = db.selectFrom('thresholds').selectAll().orderBy('checkId').orderBy('scopeKey').limit(limit);
      if (filter.check !== undefined) {
        query = query.where('checkId', '=', filter.check as CheckId);
      }
      if (filter.server !== undefined) {
        query = query.where('serverId', '=', filter.server);
      }
      if (after !== undefined) {
        const [check, scope] = after;
        query = query.where((eb) => eb.or([eb('checkId', '>', check as CheckId), eb.and([eb('checkId', '=', check as CheckId), eb('scopeKey', '>', scope)])]));
      }
      return (await query.execute()).map(fromRow);
    },
    async byId(id: string): Promise<ThresholdRecord | undefined> {
      const row = await db.selectFrom('thresholds').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async byScope(check: CheckId, scope: ThresholdScope): Promise<ThresholdRecord | undefined> {
      const row = await db.selectFrom('thresholds').selectAll().where('checkId', '=', check).where('scopeKey', '=', scopeKey(scope)).executeTakeFirst();
      return row && fromRow(row);
    },
    async insert(record: ThresholdRecord): Promise<void> {
      await db.insertInto('thresholds').values(toRow(record)).execute();
    },
    /** False when the revision is not `read` any more. */
    async update(record: ThresholdRecord, read: number): Promise<boolean> {
      const { id, ...row } = toRow(record);
      const result = await db.updateTable('thresholds').set(row).where('id', '=', id).where('revision', '=', read).executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async remove(id: string): Promise<void> {
      await db.deleteFrom('thresholds').where('id', '=', id).execute();
    },
  };
}

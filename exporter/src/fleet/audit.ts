import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditEntry, AuditQuery } from '../../../contract/audit.ts';
import type { Actor } from '../actor.ts';
import { instant, type Clock } from '../clock.ts';
import { createAuditRepository, type AuditRow } from '../store/audit.ts';
import { fromJson } from '../store/columns.ts';
import type { Store } from '../store/open.ts';
import type { Database } from '../store/schema.ts';
import { decodeCursor, encodeCursor, pageOfRows } from './cursor.ts';

/** One change as a use case tells it. */
export interface Change {
  /** noun.verb: `server.create`, `host_key.accept`. */
  action: string;
  target?: { type: string; id: string; name: string };
  /** What changed; never a secret. */
  details?: Record<string, unknown>;
}

export interface Audit {
  /** Writes an entry in the transaction of the change itself, so that there is never one without the other. */
  record(tx: Kysely<Database>, actor: Actor, change: Change): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<{ items: AuditEntry[]; next: string | null }>;
  /** Removes entries past their time; `record` does so once a day. */
  prune(): Promise<number>;
}

/** Acts of the exporter itself. */
export const system: Actor = { name: 'system', role: 'admin', from: 'local' };
/** What commands do when they are due. */
export const schedule: Actor = { name: 'schedule', role: 'operator', from: 'local' };
const withoutRole = new Set([system.name, schedule.name]);

const day = 86_400_000;
export const auditKeepMs = 400 * day;
/** Entries of one command's schedule that stay: what runs by itself every 5 s would otherwise be most of the database after a year. */
const scheduledKeep = 10_000;
const Position = z.tuple([z.number().int().positive()]);

const entryOf = (row: AuditRow): AuditEntry => ({
  id: String(row.seq),
  at: instant(row.at),
  actor: row.actor,
  role: row.role as AuditEntry['role'],
  from: row.source,
  action: row.action,
  targetType: row.targetType,
  targetId: row.targetId,
  targetName: row.targetName,
  requestId: row.requestId,
  details: fromJson(row.details),
});

export interface AuditDeps {
  store: Store;
  clock: Clock;
  /** How long entries stay. */
  keepMs?: number;
  /** How many entries of a command's schedule stay besides; one is looked at with its first and then every so many entries. */
  keepScheduled?: number;
  trimEvery?: number;
}

/** Who changed what, when and from where. */
export function createAudit({ store, clock, keepMs = auditKeepMs, keepScheduled = scheduledKeep, trimEvery = 100 }: AuditDeps): Audit {
  let pruned = 0;
  const written = new Map<string, number>();
  const prune = (db: Kysely<Database>): Promise<number> => {
    pruned = clock.now();
    return createAuditRepository(db).removeBefore(clock.now() - keepMs);
  };

  async function trim(tx: Kysely<Database>, targetId: string): Promise<void> {
    const count = written.get(targetId) ?? 0;
    written.set(targetId, count + 1);
    if (count % trimEvery === 0) {
      await createAuditRepository(tx).trim(schedule.name, targetId, keepScheduled);
    }
  }

  return {
    async record(tx, actor, { action, target, details = {} }) {
      await createAuditRepository(tx).insert({
        at: clock.now(),
        actor: actor.name,
        role: withoutRole.has(actor.name) ? null : actor.role,
        source: actor.from,
        requestId: actor.requestId ?? null,
        action,
        targetType: target?.type ?? null,
        targetId: target?.id ?? null,
        targetName: target?.name ?? null,
        details,
      });
      if (actor.name === schedule.name && target !== undefined) {
        await trim(tx, target.id);
      }
      if (clock.now() - pruned >= day) {
        await prune(tx);
      }
    },
    async list({ cursor, limit = 100, actor, notActor, action, target, text, from, to }) {
      const before = decodeCursor('audit', Position, cursor)?.[0];
      const time = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at));
      const filter = { actor, notActor, action, target, text, from: time(from), to: time(to) };
      const rows = await createAuditRepository(store.db).page(filter, before, limit + 1);
      return pageOfRows(rows, limit, entryOf, (last) => encodeCursor('audit', [last.seq]));
    },
    prune: () => prune(store.db),
  };
}

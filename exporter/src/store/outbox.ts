import type { Generated, Kysely } from 'kysely';
import type { Channel } from '../../../contract/escalation.ts';
import { fromJson, toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

export type OutboxKind = 'firing' | 'reminder' | 'resolved' | 'edit' | 'test';

/** One notification on its way. */
export interface OutboxRecord {
  /** What makes it this one and no other: a second of the same key is not taken. */
  key: string;
  incidentId: string | null;
  contactId: string | null;
  contactName: string;
  channel: Channel;
  /** Notifications of one channel leave in their order. */
  channelKey: string;
  kind: OutboxKind;
  state: 'due' | 'sending' | 'sent' | 'dead';
  attempts: number;
  /** When it may leave; while it is `sending`, when the sender is given up for dead. */
  nextAt: Millis;
  createdAt: Millis;
  sentAt: Millis | null;
  error: string | null;
  /** How the provider names the message, to edit it later. */
  reference: unknown;
}

interface OutboxRow extends Omit<OutboxRecord, 'channel' | 'reference'> {
  seq: Generated<number>;
  channel: JsonText<Channel>;
  reference: JsonText<unknown> | null;
}
export interface OutboxTables {
  outbox: OutboxRow;
}
export type QueuedNotification = OutboxRecord & { seq: number };

const toRow = ({ channel, reference, ...record }: OutboxRecord) => ({ ...record, channel: toJson(channel), reference: reference === null || reference === undefined ? null : toJson(reference) });
const fromRow = (row: Omit<OutboxRow, 'seq'> & { seq: number }): QueuedNotification => ({ ...row, channel: fromJson(row.channel), reference: row.reference === null ? null : fromJson(row.reference) });

export function createOutboxRepository(db: Kysely<Database>) {
  return {
    /** Those whose key is there already are left out. */
    async add(records: readonly OutboxRecord[]): Promise<void> {
      if (records.length > 0) {
        await db.insertInto('outbox').values(records.map(toRow)).onConflict((conflict) => conflict.column('key').doNothing()).execute();
      }
    },
    /** The oldest that may leave now, or whose sender seems dead, oldest first. */
    async ready(now: Millis, limit: number): Promise<QueuedNotification[]> {
      const rows = await db.selectFrom('outbox').selectAll().where('state', 'in', ['due', 'sending']).where('nextAt', '<=', now).orderBy('seq').limit(limit).execute();
      return rows.map(fromRow);
    },
    /** Takes one for sending; false when somebody else did. */
    async claim({ seq, state, attempts }: QueuedNotification, until: Millis): Promise<boolean> {
      const result = await db
        .updateTable('outbox')
        .set({ state: 'sending', nextAt: until, attempts: attempts + 1 })
        .where('seq', '=', seq)
        .where('state', '=', state)
        .where('attempts', '=', attempts)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async sent(seq: number, at: Millis, reference: unknown): Promise<void> {
      await db.updateTable('outbox').set({ state: 'sent', sentAt: at, error: null, reference: reference === undefined ? null : toJson(reference) }).where('seq', '=', seq).execute();
    },
    async later(seq: number, nextAt: Millis, error: string): Promise<void> {
      await db.updateTable('outbox').set({ state: 'due', nextAt, error }).where('seq', '=', seq).execute();
    },
    async dead(seq: number, error: string): Promise<void> {
      await db.updateTable('outbox').set({ state: 'dead', error }).where('seq', '=', seq).execute();
    },
    /** What was sent about an incident and can still be edited. */
    async messagesOf(incidentId: string): Promise<QueuedNotification[]> {
      const rows = await db.selectFrom('outbox').selectAll().where('incidentId', '=', incidentId).where('state', '=', 'sent').where('kind', 'in', ['firing', 'reminder']).orderBy('seq').execute();
      return rows.map(fromRow);
    },
    /** Nobody needs to hear any more what was not sent yet. */
    async withdraw(incidentId: string, kinds: readonly OutboxKind[]): Promise<void> {
      await db.deleteFrom('outbox').where('incidentId', '=', incidentId).where('state', '=', 'due').where('kind', 'in', kinds).execute();
    },
    async counts(): Promise<{ queued: number; dead: number }> {
      const rows = await db.selectFrom('outbox').select(({ fn }) => ['state', fn.countAll().as('count')]).where('state', 'in', ['due', 'sending', 'dead']).groupBy('state').execute();
      const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
      return { queued: of('due') + of('sending'), dead: of('dead') };
    },
    async removeBefore(at: Millis): Promise<void> {
      await db.deleteFrom('outbox').where('createdAt', '<', at).where('state', 'in', ['sent', 'dead']).execute();
    },
  };
}
export type OutboxRepository = ReturnType<typeof createOutboxRepository>;

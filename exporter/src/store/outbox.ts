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
  /** `accepted`: the provider has it, and the time line does not say so yet. */
  state: 'due' | 'sending' | 'accepted' | 'sent' | 'dead';
  attempts: number;
  /** How often it was sent again without knowing whether it had arrived. */
  repeats: number;
  /** When it may leave; while it is `sending`, a number that changes as long as its sender lives. */
  nextAt: Millis;
  /** When `nextAt` was set. */
  changedAt: Millis;
  createdAt: Millis;
  sentAt: Millis | null;
  error: string | null;
  /** How the provider names the message, to edit it later; before it is sent, the parts of it that the provider has. */
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

const referenceText = (reference: unknown): JsonText<unknown> | null => (reference === null || reference === undefined ? null : toJson(reference));
const toRow = ({ channel, reference, ...record }: OutboxRecord) => ({ ...record, channel: toJson(channel), reference: referenceText(reference) });
const fromRow = (row: Omit<OutboxRow, 'seq'> & { seq: number }): QueuedNotification => ({ ...row, channel: fromJson(row.channel), reference: row.reference === null ? null : fromJson(row.reference) });

/** What was written so far in the future was written before somebody set the clock back. */
const clockToleranceMs = 60_000;
/** So many tries one holds up what is behind it in its channel: some twenty minutes. Then order is worth less than being told. */
const holdingTries = 8;

/** Rows in one statement; both databases bound the number of parameters. */
const chunk = 500;
const chunksOf = <T>(all: readonly T[]): T[][] => Array.from({ length: Math.ceil(all.length / chunk) }, (_, index) => all.slice(index * chunk, (index + 1) * chunk));

export function createOutboxRepository(db: Kysely<Database>) {
  const all = () => db.selectFrom('outbox').selectAll().orderBy('seq');
  return {
    /** Those whose key is there already are left out. */
    async add(records: readonly OutboxRecord[]): Promise<void> {
      for (const some of chunksOf(records)) {
        await db.insertInto('outbox').values(some.map(toRow)).onConflict((conflict) => conflict.column('key').doNothing()).execute();
      }
    },
    /** The oldest that may leave now, oldest first; not those behind one of the same channel that is being sent or waits to be tried again. */
    async ready(now: Millis, limit: number): Promise<QueuedNotification[]> {
      const rows = await all()
        .where('state', '=', 'due')
        .where((eb) => eb.or([eb('nextAt', '<=', now), eb('changedAt', '>', now + clockToleranceMs)]))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outbox as ahead')
                .select('ahead.seq')
                .whereRef('ahead.channelKey', '=', 'outbox.channelKey')
                .whereRef('ahead.seq', '<', 'outbox.seq')
                .where('ahead.state', 'in', ['due', 'sending'])
                .where((eb) => eb.or([eb('ahead.state', '=', 'sending'), eb.and([eb('ahead.attempts', '>', 0), eb('ahead.attempts', '<=', holdingTries), eb('ahead.nextAt', '>', now), eb('ahead.changedAt', '<=', now + clockToleranceMs)])]))
            )
          )
        )
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
    async inState(state: 'sending' | 'accepted', limit: number): Promise<QueuedNotification[]> {
      return (await all().where('state', '=', state).limit(limit).execute()).map(fromRow);
    },
    /** Takes one for sending; false when it is not any more as it was read. One that is `sending` already is taken from its dead sender. */
    async claim({ seq, state, attempts, repeats, nextAt }: QueuedNotification): Promise<boolean> {
      const result = await db
        .updateTable('outbox')
        .set({ state: 'sending', attempts: attempts + 1, repeats: state === 'sending' ? repeats + 1 : repeats })
        .where('seq', '=', seq)
        .where('state', '=', state)
        .where('attempts', '=', attempts)
        .where('nextAt', '=', nextAt)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    /** Their sender lives. */
    async beat(seqs: readonly number[]): Promise<void> {
      await db.updateTable('outbox').set(({ eb }) => ({ nextAt: eb('nextAt', '+', 1) })).where('seq', 'in', seqs).where('state', '=', 'sending').execute();
    },
    /** Parts of a long message that the provider has. */
    async partly(seqs: readonly number[], reference: unknown): Promise<void> {
      await db.updateTable('outbox').set({ reference: referenceText(reference) }).where('seq', 'in', seqs).where('state', '=', 'sending').execute();
    },
    /** The one statement after the provider's acceptance. */
    async accepted(seqs: readonly number[], at: Millis, reference: unknown): Promise<void> {
      await db.updateTable('outbox').set({ state: 'accepted', sentAt: at, error: null, reference: referenceText(reference) }).where('seq', 'in', seqs).where('state', '=', 'sending').execute();
    },
    /** Of these the ones that are accepted are `sent` from now on; tells which. */
    async noted(seqs: readonly number[]): Promise<QueuedNotification[]> {
      const rows = (await all().where('seq', 'in', seqs).where('state', '=', 'accepted').execute()).map(fromRow);
      if (rows.length > 0) {
        await db.updateTable('outbox').set({ state: 'sent' }).where('seq', 'in', rows.map(({ seq }) => seq)).execute();
      }
      return rows;
    },
    async later(seq: number, now: Millis, nextAt: Millis, error: string): Promise<void> {
      await db.updateTable('outbox').set({ state: 'due', nextAt, changedAt: now, error }).where('seq', '=', seq).execute();
    },
    async dead(seq: number, error: string): Promise<void> {
      await db.updateTable('outbox').set({ state: 'dead', error }).where('seq', '=', seq).execute();
    },
    /** What people were told about incidents, or are being told right now. */
    async messagesOf(incidentIds: readonly string[]): Promise<QueuedNotification[]> {
      const found: QueuedNotification[] = [];
      for (const ids of chunksOf(incidentIds)) {
        found.push(...(await all().where('incidentId', 'in', ids).where('state', 'in', ['sending', 'accepted', 'sent']).where('kind', 'in', ['firing', 'reminder']).execute()).map(fromRow));
      }
      return found;
    },
    /** Nobody needs to hear any more what was not sent yet. */
    async withdraw(incidentIds: readonly string[], kinds: readonly OutboxKind[]): Promise<void> {
      for (const ids of chunksOf(incidentIds)) {
        await db.deleteFrom('outbox').where('incidentId', 'in', ids).where('state', '=', 'due').where('kind', 'in', kinds).execute();
      }
    },
    async counts(): Promise<{ queued: number; dead: number }> {
      const rows = await db.selectFrom('outbox').select(({ fn }) => ['state', fn.countAll().as('count')]).where('state', 'in', ['due', 'sending', 'dead']).groupBy('state').execute();
      const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
      return { queued: of('due') + of('sending'), dead: of('dead') };
    },
    /** How many times a notification may have arrived once more than it should. */
    async repeated(): Promise<number> {
      const row = await db.selectFrom('outbox').select(({ fn }) => fn.sum('repeats').as('repeats')).where('repeats', '>', 0).executeTakeFirst();
      return Number(row?.repeats ?? 0);
    },
    /** Forgets how these went. What was told about an incident that is still open is needed: those people hear of its end. */
    async removeBefore(at: Millis): Promise<void> {
      await db
        .deleteFrom('outbox')
        .where('createdAt', '<', at)
        .where('state', 'in', ['sent', 'dead'])
        .where((eb) => eb.or([eb('incidentId', 'is', null), eb('incidentId', 'not in', eb.selectFrom('incidents').select('id').where('state', '!=', 'resolved'))]))
        .execute();
    },
  };
}
export type OutboxRepository = ReturnType<typeof createOutboxRepository>;

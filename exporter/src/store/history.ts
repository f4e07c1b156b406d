import type { Generated, Kysely, Selectable } from 'kysely';
import { flag, type Flag, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

export interface HistoryTables {
  /** A family without its values: name, type, and the labels of its series. */
  historyShapes: {
    id: Generated<number>;
    key: string;
    family: string;
    type: string;
    series: number;
    labels: Uint8Array;
    usedAt: Millis;
  };
  /** Polls of one server. A piece holds a few and waits to be put together with others; a sealed chunk is never changed. */
  historyChunks: {
    id: Generated<number>;
    serverId: string;
    startedAt: Millis;
    endedAt: Millis;
    sealed: Flag;
    polls: number;
    samples: number;
    bytes: number;
    /** What stands on which page. */
    directory: Uint8Array;
  };
  historyPages: { chunkId: number; page: number; data: Uint8Array };
}

export type ChunkRow = Selectable<HistoryTables['historyChunks']>;
export type ShapeRow = Selectable<HistoryTables['historyShapes']>;

export interface NewChunk {
  serverId: string;
  startedAt: Millis;
  endedAt: Millis;
  sealed: boolean;
  polls: number;
  samples: number;
  directory: Uint8Array;
  pages: readonly Uint8Array[];
}

/** What a row takes beside its blob, about: B-tree cells, indexes. Counted against the cap. */
const rowOverhead = 60;
const chunkBytes = ({ directory, pages }: Pick<NewChunk, 'directory' | 'pages'>): number =>
  pages.reduce((sum, page) => sum + page.length + rowOverhead, directory.length + 2 * rowOverhead);

/** PostgreSQL takes 65,535 parameters in a statement, SQLite 32,766. */
const rowsAtOnce = 1000;

export type HistoryRepository = ReturnType<typeof createHistoryRepository>;

/** Give it a transaction to take part in one. */
export function createHistoryRepository(db: Kysely<Database>) {
  return {
    /** Chunks of different servers, in two statements: most of what one of many takes is its statement. */
    async insertChunks(chunks: readonly NewChunk[]): Promise<void> {
      if (chunks.length === 0) {
        return;
      }
      const ids = await db
        .insertInto('historyChunks')
        .values(chunks.map(({ pages, ...chunk }) => ({ ...chunk, sealed: flag(chunk.sealed), bytes: chunkBytes({ ...chunk, pages }) })))
        .returning(['id', 'serverId'])
        .execute();
      const idOf = new Map(ids.map(({ id, serverId }) => [serverId, id]));
      const rows = chunks.flatMap(({ serverId, pages }) => pages.map((data, page) => ({ chunkId: idOf.get(serverId) as number, page, data })));
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        await db.insertInto('historyPages').values(rows.slice(from, from + rowsAtOnce)).execute();
      }
    },
    /** Chunks and pieces of a server that touch a range, oldest first, with their directories. */
    chunksBetween: (serverId: string, from: Millis, to: Millis): Promise<Array<{ id: number; directory: Uint8Array }>> =>
      db
        .selectFrom('historyChunks')
        .select(['id', 'directory'])
        .where('serverId', '=', serverId)
        .where('startedAt', '<=', to)
        .where('endedAt', '>=', from)
        .orderBy('startedAt')
        .orderBy('id')
        .execute(),
    /** Pieces of a server, oldest first. */
    pieces: (serverId: string): Promise<ChunkRow[]> =>
      db.selectFrom('historyChunks').selectAll().where('serverId', '=', serverId).where('sealed', '=', 0).orderBy('startedAt').orderBy('id').execute(),
    /** All pages of some chunks, in order. */
    async allPages(chunkIds: readonly number[]): Promise<Map<number, Uint8Array[]>> {
      const found = new Map<number, Uint8Array[]>();
      if (chunkIds.length > 0) {
        for (const { chunkId, data } of await db.selectFrom('historyPages').selectAll().where('chunkId', 'in', chunkIds).orderBy('chunkId').orderBy('page').execute()) {
          found.set(chunkId, [...(found.get(chunkId) ?? []), data]);
        }
      }
      return found;
    },
    /** Which of these servers still exist. */
    async serversThere(ids: readonly string[]): Promise<Set<string>> {
      return ids.length === 0 ? new Set() : new Set((await db.selectFrom('servers').select('id').where('id', 'in', ids).execute()).map(({ id }) => id));
    },
    /** The given pages of the given chunks; a family nearly always stands on the same page. */
    pages: (chunkIds: readonly number[], pages: readonly number[]): Promise<Array<Selectable<HistoryTables['historyPages']>>> =>
      chunkIds.length === 0
        ? Promise.resolve([])
        : db.selectFrom('historyPages').selectAll().where('chunkId', 'in', chunkIds).where('page', 'in', pages).execute(),
    async removeChunks(ids: readonly number[]): Promise<void> {
      if (ids.length > 0) {
        await db.deleteFrom('historyChunks').where('id', 'in', ids).execute();
      }
    },
    /** The oldest chunks, for retention and the size cap. */
    oldest: (limit: number): Promise<Array<Pick<ChunkRow, 'id' | 'endedAt' | 'bytes' | 'samples'>>> =>
      db.selectFrom('historyChunks').select(['id', 'endedAt', 'bytes', 'samples']).orderBy('endedAt').limit(limit).execute(),
    async totals(): Promise<{ chunks: number; bytes: number; samples: number; oldest: Millis | null }> {
      const row = await db
        .selectFrom('historyChunks')
        .select(({ fn }) => [fn.countAll<number>().as('chunks'), fn.sum<number | null>('bytes').as('bytes'), fn.sum<number | null>('samples').as('samples'), fn.min('startedAt').as('oldest')])
        .executeTakeFirstOrThrow();
      return { chunks: Number(row.chunks), bytes: Number(row.bytes ?? 0), samples: Number(row.samples ?? 0), oldest: row.oldest === null ? null : Number(row.oldest) };
    },
    /** How many polls wait in pieces, by server. */
    async waiting(): Promise<Map<string, { polls: number; pieces: number }>> {
      const rows = await db
        .selectFrom('historyChunks')
        .select(({ fn }) => ['serverId', fn.sum<number>('polls').as('polls'), fn.countAll<number>().as('pieces')])
        .where('sealed', '=', 0)
        .groupBy('serverId')
        .execute();
      return new Map(rows.map((row) => [row.serverId, { polls: Number(row.polls), pieces: Number(row.pieces) }]));
    },

    /** Id, family and key of every shape: the small part, which is kept in memory. */
    shapes: () => db.selectFrom('historyShapes').select(['id', 'key', 'family', 'usedAt']).execute(),
    async insertShape(shape: Omit<ShapeRow, 'id'>): Promise<number> {
      const inserted = await db
        .insertInto('historyShapes')
        .values(shape)
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ usedAt: shape.usedAt }))
        .returning('id')
        .executeTakeFirstOrThrow();
      return inserted.id;
    },
    shapesById: (ids: readonly number[]): Promise<ShapeRow[]> =>
      ids.length === 0 ? Promise.resolve([]) : db.selectFrom('historyShapes').selectAll().where('id', 'in', ids).execute(),
    async touchShapes(ids: readonly number[], usedAt: Millis): Promise<void> {
      for (let from = 0; from < ids.length; from += rowsAtOnce) {
        await db.updateTable('historyShapes').set({ usedAt }).where('id', 'in', ids.slice(from, from + rowsAtOnce)).execute();
      }
    },
    /** Shapes that no chunk can refer to any more. */
    async removeShapesUnusedSince(before: Millis): Promise<number[]> {
      const rows = await db.deleteFrom('historyShapes').where('usedAt', '<', before).returning('id').execute();
      return rows.map((row) => row.id);
    },
  };
}

import { createHistoryRepository, type HistoryRepository, type NewChunk } from '../../store/history.ts';
import type { Store } from '../../store/open.ts';
import type { Shape } from '../frames/shape.ts';
import { breathe, rest } from './breathe.ts';
import { finishChunk } from './chunk.ts';
import { joinPieces, openPiece, type OpenPiece } from './joinPieces.ts';
import { packPiece, type PackedPage } from './packPiece.ts';
import type { Recorded } from './piece.ts';
import { maxSeries, pollsPerChunk, type HistorySettings } from './settings.ts';
import type { ShapeBook } from './shapeBook.ts';

/**
 * Writes in two steps. Every minute the polls that wait in memory become a piece: a small chunk of its own, so a crash takes a minute
 * at most. When the pieces of a server hold 120 polls, they are put together as one sealed chunk, in one transaction: what is read
 * while that happens is either the pieces or the chunk, never both and never neither.
 */
export interface ChunkWriter {
  load(): Promise<void>;
  /**
   * Writes the polls of some servers in one transaction, with a pause of so many milliseconds after each server. `pollsOf` is asked for
   * one after the other, and its polls are done with when it is asked for the next. Returns how many polls of each were written.
   */
  writePieces(serverIds: readonly string[], pollsOf: (serverId: string) => readonly Recorded[], pause?: number): Promise<Map<string, number>>;
  /** Servers whose pieces make a whole chunk. */
  full(): string[];
  seal(serverId: string): Promise<void>;
  forget(serverId: string): void;
}

/** Each piece is one more thing to read, so this many are enough, however few polls they hold. */
const maxPieces = 40;

export function createChunkWriter(store: Store, repository: HistoryRepository, book: ShapeBook, settings: HistorySettings): ChunkWriter {
  const waiting = new Map<string, { polls: number; pieces: number }>();
  const wanted = (family: string): boolean => settings.exclude?.test(family) !== true;

  const idsOf = async (shapes: readonly Shape[]): Promise<readonly number[]> => {
    const ids = await book.idsOf(shapes);
    await book.touch(ids);
    return ids;
  };
  const chunkOf = async (serverId: string, times: readonly number[], pages: readonly PackedPage[], sealed: boolean): Promise<NewChunk> => {
    const found = [];
    let series = 0;
    for (const { shapes, data } of pages) {
      const ids = await idsOf(shapes);
      const entries = shapes.map(({ labels }, i) => ({ shapeId: ids[i] as number, series: labels.length }));
      found.push({ entries, data });
      series += entries.reduce((sum, entry) => sum + entry.series, 0);
    }
    const span = { startedAt: Math.min(...times), endedAt: Math.max(...times), polls: times.length };
    return { serverId, ...span, sealed, samples: series * times.length, ...finishChunk(times, found) };
  };

  return {
    async load() {
      for (const [serverId, count] of await repository.waiting()) {
        waiting.set(serverId, count);
      }
    },
    async writePieces(serverIds, pollsOf, pause = 0) {
      const chunks: NewChunk[] = [];
      for (const serverId of serverIds) {
        const polls = pollsOf(serverId);
        if (polls.length === 0) {
          // Deleted meanwhile.
          continue;
        }
        const page = packPiece(polls, wanted, maxSeries);
        const times = polls.map(({ at }) => at);
        chunks.push(await chunkOf(serverId, times, page === undefined ? [] : [page], false));
        // A server takes a few milliseconds, and polls must not wait for several of them.
        await rest(pause);
      }
      await store.db.transaction().execute(async (tx) => {
        const writing = createHistoryRepository(tx);
        const there = await writing.serversThere(chunks.map(({ serverId }) => serverId));
        // A server deleted meanwhile takes its history along.
        await writing.insertChunks(chunks.filter(({ serverId }) => there.has(serverId)));
      });
      for (const { serverId, polls: count } of chunks) {
        const before = waiting.get(serverId) ?? { polls: 0, pieces: 0 };
        waiting.set(serverId, { polls: before.polls + count, pieces: before.pieces + 1 });
      }
      return new Map(chunks.map(({ serverId, polls }) => [serverId, polls]));
    },
    full: () => [...waiting].filter(([, { polls, pieces }]) => polls >= pollsPerChunk || pieces >= maxPieces).map(([serverId]) => serverId),
    async seal(serverId) {
      const pieces = await repository.pieces(serverId);
      const rows = await repository.allPages(pieces.map(({ id }) => id));
      const opened: OpenPiece[] = [];
      for (const { id, directory } of pieces) {
        opened.push(openPiece({ directory, pages: rows.get(id) ?? [] }));
        await breathe();
      }
      const times = opened.flatMap((piece) => piece.times);
      if (times.length === 0) {
        waiting.delete(serverId);
        return;
      }
      const shapes = await book.shapes(new Set(opened.flatMap(({ places }) => places.map(({ shapeId }) => shapeId))));
      const pages: PackedPage[] = [];
      for (const page of joinPieces(opened, shapes, maxSeries)) {
        pages.push(page);
        // What is due in between has its turn.
        await breathe();
      }
      const chunk = await chunkOf(serverId, times, pages, true);
      await store.db.transaction().execute(async (tx) => {
        const writing = createHistoryRepository(tx);
        await writing.removeChunks(pieces.map(({ id }) => id));
        if ((await writing.serversThere([serverId])).has(serverId)) {
          await writing.insertChunks([chunk]);
        }
      });
      waiting.delete(serverId);
    },
    forget: (serverId) => void waiting.delete(serverId),
  };
}

import { createHistoryRepository, type HistoryRepository, type NewChunk } from '../../store/history.ts';
import type { Store } from '../../store/open.ts';
import type { Shape } from '../frames/shape.ts';
import { breathe, rest } from './breathe.ts';
import { finishChunk, packPages, unpackChunk, type ChunkContent } from './chunk.ts';
import type { FamilyPiece } from './merge.ts';
import { packPiece } from './packPiece.ts';
import { joinParts, type Recorded } from './piece.ts';
import { maxSeries, pollsPerChunk, type HistorySettings } from './settings.ts';
import type { ShapeBook } from './shapeBook.ts';

/**
 * Writes in two steps. Every minute the polls that wait in memory become a piece: a small chunk of its own, so a crash takes a minute
 * at most. When the pieces of a server hold 120 polls, they are put together as one sealed chunk, in one transaction: what is read
 * while that happens is either the pieces or the chunk, never both and never neither.
 */
export interface ChunkWriter {
  load(): Promise<void>;
  /** Writes the polls of some servers in one transaction, with a pause of so many milliseconds after each server. */
  writePieces(polls: ReadonlyMap<string, readonly Recorded[]>, pause?: number): Promise<void>;
  /** Servers whose pieces make a whole chunk. */
  full(): string[];
  seal(serverId: string): Promise<void>;
  forget(serverId: string): void;
}

const span = (times: readonly number[]): Pick<NewChunk, 'startedAt' | 'endedAt' | 'polls'> => ({ startedAt: Math.min(...times), endedAt: Math.max(...times), polls: times.length });

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
  const pieceOf = async (serverId: string, polls: readonly Recorded[]): Promise<NewChunk> => {
    const times = polls.map(({ at }) => at);
    const { shapes, samples, data } = packPiece(polls, wanted, maxSeries);
    const ids = await idsOf(shapes);
    const entries = shapes.map(({ labels }, i) => ({ shapeId: ids[i] as number, series: labels.length }));
    return { serverId, ...span(times), sealed: false, samples, ...finishChunk(times, entries.length === 0 ? [] : [{ entries, data }]) };
  };
  /** One page after the other; what is due in between has its turn. */
  const sealedOf = async (serverId: string, times: readonly number[], families: readonly FamilyPiece[]): Promise<NewChunk> => {
    const ids = await idsOf(families.map(({ shape }) => shape));
    const pages = [];
    for (const page of packPages({ times, families: families.map(({ columns }, i) => ({ shapeId: ids[i] as number, columns })) })) {
      pages.push(page);
      await breathe();
    }
    const samples = families.reduce((sum, { columns }) => sum + columns.length * times.length, 0);
    return { serverId, ...span(times), sealed: true, samples, ...finishChunk(times, pages) };
  };

  return {
    async load() {
      for (const [serverId, count] of await repository.waiting()) {
        waiting.set(serverId, count);
      }
    },
    async writePieces(polls, pause = 0) {
      const chunks: NewChunk[] = [];
      for (const [serverId, waitingPolls] of polls) {
        chunks.push(await pieceOf(serverId, waitingPolls));
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
    },
    full: () => [...waiting].filter(([, { polls, pieces }]) => polls >= pollsPerChunk || pieces >= maxPieces).map(([serverId]) => serverId),
    async seal(serverId) {
      const pieces = await repository.pieces(serverId);
      const rows = await repository.allPages(pieces.map(({ id }) => id));
      const contents: ChunkContent[] = [];
      for (const { id, directory } of pieces) {
        contents.push(unpackChunk({ directory, pages: rows.get(id) ?? [] }));
        await breathe();
      }
      const shapes = await book.shapes(new Set(contents.flatMap(({ families }) => families.map(({ shapeId }) => shapeId))));
      const stretches = contents.map(({ times, families }) => ({
        polls: times.length,
        families: new Map(families.map(({ shapeId, columns }) => [shapes.get(shapeId)?.family ?? '', { shape: shapes.get(shapeId) as Shape, columns }])),
      }));
      const times = contents.flatMap((content) => content.times);
      if (times.length === 0) {
        waiting.delete(serverId);
        return;
      }
      const chunk = await sealedOf(serverId, times, joinParts(stretches, maxSeries));
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

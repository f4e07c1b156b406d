import { emptyBlock, putColumns } from './block.ts';
import type { Column } from './column.ts';
import { decodeDirectory, encodeDirectory, type PageEntry } from './directory.ts';
import { encodePage } from './encodePage.ts';
import { decodePage } from './page.ts';

/** All series of a family over the polls of a chunk. */
export interface ChunkFamily {
  shapeId: number;
  columns: readonly Column[];
}

export interface PackedChunk {
  directory: Uint8Array;
  pages: Uint8Array[];
}

/** Polls of one server, before they are packed. */
export interface ChunkContent {
  times: readonly number[];
  families: readonly ChunkFamily[];
}

/**
 * A page is closed at this many series. Fewer would make more rows and compress worse, more would make a query inflate
 * what it does not want: measured, 24 cost 1 % of size beside one page for all.
 */
export const seriesPerPage = 24;

interface Page {
  entries: PageEntry[];
  data: Uint8Array;
}

/** Packs families, in their order, page by page; with `onePage` all on one, for pieces that are read as a whole. */
function* packPages({ times, families }: ChunkContent, { onePage = false } = {}): Generator<Page> {
  let from = 0;
  let series = 0;
  for (let to = 1; to <= families.length; to += 1) {
    series += (families[to - 1] as ChunkFamily).columns.length;
    if (to === families.length || (!onePage && series >= seriesPerPage)) {
      yield packPage(families.slice(from, to), series, times.length, onePage);
      from = to;
      series = 0;
    }
  }
}

function packPage(families: readonly ChunkFamily[], series: number, polls: number, isPassing: boolean): Page {
  const block = emptyBlock(series, polls);
  let at = 0;
  for (const { columns } of families) {
    putColumns(block, at, columns);
    at += columns.length;
  }
  return { entries: families.map(({ shapeId, columns }) => ({ shapeId, series: columns.length })), data: encodePage(block, isPassing) };
}

export const finishChunk = (times: readonly number[], pages: readonly Page[]): PackedChunk => ({
  directory: encodeDirectory({ times, pages: pages.map(({ entries }) => entries) }),
  pages: pages.map(({ data }) => data),
});

export const packChunk = (content: ChunkContent, options?: { onePage?: boolean }): PackedChunk => finishChunk(content.times, [...packPages(content, options)]);

/** The whole content again; pages in order. */
export function unpackChunk({ directory, pages }: PackedChunk): ChunkContent {
  const { times, pages: entries } = decodeDirectory(directory);
  const families = entries.flatMap((page, i) => {
    const data = pages[i];
    if (data === undefined) {
      throw new RangeError('history: a page of a chunk is missing');
    }
    const columns = decodePage(data);
    let from = 0;
    return page.map(({ shapeId, series }) => {
      from += series;
      return { shapeId, columns: columns.slice(from - series, from) };
    });
  });
  return { times, families };
}

import type { Column } from './column.ts';
import { decodeDirectory, encodeDirectory, type PageEntry } from './directory.ts';
import { decodePage, encodePage } from './page.ts';

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
const seriesPerPage = 24;

/** Packs families, in their order; with `onePage` all on one, for pieces that are read as a whole. */
export function packChunk({ times, families }: ChunkContent, { onePage = false } = {}): PackedChunk {
  const entries: PageEntry[][] = [];
  const pages: Buffer[] = [];
  let page: PageEntry[] = [];
  let columns: Column[] = [];
  const close = (): void => {
    if (page.length > 0) {
      entries.push(page);
      pages.push(encodePage(columns, times.length));
      page = [];
      columns = [];
    }
  };
  for (const family of families) {
    page.push({ shapeId: family.shapeId, series: family.columns.length });
    columns.push(...family.columns);
    if (!onePage && columns.length >= seriesPerPage) {
      close();
    }
  }
  close();
  return { directory: encodeDirectory({ times, pages: entries }), pages };
}

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

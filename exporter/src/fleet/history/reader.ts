import type { FamilyType, Labels } from '../../metrics/family.ts';
import type { HistoryRepository } from '../../store/history.ts';
import { createBucket, slotsOf, type Bucket, type Grid, type SeriesPoints } from './buckets.ts';
import { findPlaces, type Place } from './directory.ts';
import { visitColumns } from './page.ts';
import { recordedFamily } from './piece.ts';
import type { ShapeBook } from './shapeBook.ts';
import type { Tail } from './tail.ts';

export interface ReadRequest {
  serverId: string;
  family: string;
  grid: Grid;
  /** Growth per second. */
  rate: boolean;
  matches: (labels: Labels) => boolean;
  /** Series past so many are left out. */
  maxSeries: number;
}

export interface ReadReply {
  type: FamilyType | undefined;
  series: SeriesPoints[];
  truncated: boolean;
}

/** A rate at the first point needs the poll before it. */
const reachBack = 15 * 60 * 1000;

/** What the polls that wait have of a family; a copy, as the tail lends its values only for now. */
const waitingOf = (tail: Tail, serverId: string, family: string) =>
  tail.of(serverId).flatMap((poll) => {
    const found = recordedFamily(poll, family);
    return found === undefined ? [] : [{ at: poll.at, shape: found.shape, values: found.values.slice() }];
  });

/** Reads one family of one server from chunks, pieces and the polls that wait in memory. */
export function createHistoryReader(repository: HistoryRepository, book: ShapeBook, tail: Tail) {
  return async ({ serverId, family, grid, rate, matches, maxSeries }: ReadRequest): Promise<ReadReply> => {
    // First the tail: what is written meanwhile is then seen twice, which `fresh` sorts out, and never missed.
    const waiting = waitingOf(tail, serverId, family);
    const to = grid.start + grid.step * grid.count;
    const chunks = await repository.chunksBetween(serverId, grid.start - (rate ? reachBack : 0), to);
    const wanted = book.ofFamily(family);
    const found = chunks.map(({ id, directory }) => ({ id, ...findPlaces(directory, wanted) })).filter(({ places }) => places.length > 0);
    const places = found.flatMap((chunk) => chunk.places);
    const shapes = await book.shapes(new Set(places.map(({ shapeId }) => shapeId)));
    const rows = await repository.pages(found.map(({ id }) => id), [...new Set(places.map(({ page }) => page))]);
    const pages = new Map(rows.map(({ chunkId, page, data }) => [`${chunkId}/${page}`, data]));

    const collector = createCollector(grid, rate, matches, maxSeries);
    let last = -Infinity;
    let type: FamilyType | undefined;
    for (const { id, times, places: here } of found) {
      for (const place of here) {
        const shape = shapes.get(place.shapeId);
        const page = pages.get(`${id}/${place.page}`);
        // Removed by retention between the two reads.
        if (shape !== undefined && page !== undefined) {
          type = shape.type;
          const skip = times.findIndex((time) => time > last);
          collector.page(times, skip < 0 ? times.length : skip, shape.labels, page, place);
        }
      }
      last = Math.max(last, ...times);
    }
    for (const poll of waiting) {
      if (poll.at > last && poll.at < to) {
        type = poll.shape.type;
        collector.values(poll.at, poll.shape.labels, poll.values);
      }
    }
    return { type, ...collector.finish() };
  };
}

/** Sorts samples by series, whatever shape they came in. */
function createCollector(grid: Grid, rate: boolean, matches: (labels: Labels) => boolean, maxSeries: number) {
  const buckets = new Map<string, Bucket>();
  const byShape = new Map<readonly Labels[], Array<Bucket | undefined>>();
  let truncated = false;

  const bucketFor = (labels: Labels): Bucket | undefined => {
    if (!matches(labels)) {
      return undefined;
    }
    const key = JSON.stringify(Object.entries(labels).sort());
    let bucket = buckets.get(key);
    if (bucket === undefined && buckets.size >= maxSeries) {
      truncated = true;
    } else if (bucket === undefined) {
      bucket = createBucket(grid, labels, rate);
      buckets.set(key, bucket);
    }
    return bucket;
  };
  const bucketsOf = (labels: readonly Labels[]): Array<Bucket | undefined> => {
    const known = byShape.get(labels) ?? labels.map(bucketFor);
    byShape.set(labels, known);
    return known;
  };

  return {
    page(times: readonly number[], skip: number, labels: readonly Labels[], page: Uint8Array, { from, to }: Place): void {
      const slots = slotsOf(grid, times);
      const wanted = bucketsOf(labels);
      visitColumns(page, from, to, (series, values, present) => wanted[series - from]?.add(slots, skip, values, present));
    },
    values(time: number, labels: readonly Labels[], values: Float64Array): void {
      const slots = slotsOf(grid, [time]);
      bucketsOf(labels).forEach((bucket, series) => bucket?.add(slots, 0, values.subarray(series, series + 1), undefined));
    },
    finish: () => ({ series: [...buckets.values()].flatMap((bucket) => bucket.points() ?? []), truncated }),
  };
}

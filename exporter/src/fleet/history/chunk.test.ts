import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packChunk, unpackChunk, type ChunkContent } from './chunk.ts';
import type { Column } from './column.ts';
import { findPlaces } from './directory.ts';
import { visitColumns } from './page.ts';

const value = fc.oneof(
  fc.integer(),
  fc.integer({ min: 0, max: 10_000_000 }).map((hundredths) => hundredths / 100),
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, 2 ** 53, -(2 ** 53), 5e-324, 1e308)
);

const columnOf = (polls: number): fc.Arbitrary<Column> =>
  fc.record({
    values: fc.array(value, { minLength: polls, maxLength: polls }).map((values) => Float64Array.from(values)),
    present: fc.option(fc.array(fc.constantFrom(0, 1), { minLength: polls, maxLength: polls }).map((mask) => Uint8Array.from(mask)), { nil: undefined }),
  });

const content: fc.Arbitrary<ChunkContent> = fc
  .record({ polls: fc.integer({ min: 1, max: 70 }), start: fc.integer({ min: 0, max: 4e12 }) })
  .chain(({ polls, start }) =>
    fc.record({
      times: fc.array(fc.integer({ min: -1000, max: 100_000 }), { minLength: polls, maxLength: polls }).map((steps) => {
        let at = start;
        return steps.map((step) => (at = Math.max(0, at + step)));
      }),
      families: fc.array(
        fc.record({ shapeId: fc.integer({ min: 1, max: 2 ** 40 }), columns: fc.array(columnOf(polls), { minLength: 1, maxLength: 30 }) }),
        { maxLength: 8 }
      ),
    })
  );

/** What is not there has no value. */
const visible = ({ values, present }: Column): Array<number | undefined> => [...values].map((one, i) => (present?.[i] === 0 ? undefined : one));
const shown = (chunk: ChunkContent) => ({ times: [...chunk.times], families: chunk.families.map((family) => ({ id: family.shapeId, columns: family.columns.map(visible) })) });

describe('chunk codec', () => {
  it('gives back every bit of any chunk, in pages or in one', () => {
    fc.assert(
      fc.property(content, fc.boolean(), (chunk, onePage) => {
        // toStrictEqual tells −0 from 0, and takes NaN for NaN.
        expect(shown(unpackChunk(packChunk(chunk, { onePage })))).toStrictEqual(shown(chunk));
      }),
      { numRuns: 150 }
    );
  });

  it('finds one family without the others', () => {
    fc.assert(
      fc.property(content, fc.nat(), (chunk, pick) => {
        const family = chunk.families[pick % Math.max(1, chunk.families.length)];
        const { directory, pages } = packChunk(chunk);
        const { times, places } = findPlaces(directory, { has: (id) => id === family?.shapeId });
        expect(times).toEqual(chunk.times);
        const same = chunk.families.filter((one) => one.shapeId === family?.shapeId);
        const found = places.map(({ page, from, to }) => {
          const columns: Array<Array<number | undefined>> = [];
          visitColumns(pages[page] as Uint8Array, from, to, (_, values, present) => columns.push(visible({ values, present })));
          return columns;
        });
        expect(found).toStrictEqual(same.map((one) => one.columns.map(visible)));
      }),
      { numRuns: 100 }
    );
  });

  it('never hangs or returns nonsense sizes on damaged bytes: it throws, or gives columns of the chunk', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (chunk, whichPage, whichByte, flip) => {
        const packed = packChunk(chunk);
        const blobs = [packed.directory, ...packed.pages].map((page) => Buffer.from(page));
        const page = blobs[whichPage % blobs.length] as Buffer;
        const at = whichByte % page.length;
        page[at] = (page[at] as number) ^ flip;
        try {
          for (const { columns } of unpackChunk({ directory: blobs[0] as Buffer, pages: blobs.slice(1) }).families) {
            expect(columns.every(({ values }) => values instanceof Float64Array)).toBe(true);
          }
        } catch (error) {
          expect((error as Error).message).toEqual(expect.any(String));
        }
      }),
      { numRuns: 300 }
    );
  });

  it('takes less than a byte for a sample of a quiet server', () => {
    const polls = 60;
    const times = Array.from({ length: polls }, (_, i) => 1_700_000_000_000 + i * 15_000 + (i % 3));
    const counter = (step: number) => ({ values: Float64Array.from({ length: polls }, (_, i) => 1e9 + i * step + (i % 7)), present: undefined });
    const flat = { values: new Float64Array(polls).fill(42), present: undefined };
    const families = Array.from({ length: 100 }, (_, i) => ({ shapeId: i + 1, columns: i % 3 === 0 ? [counter(1500)] : [flat, flat] }));
    const { directory, pages } = packChunk({ times, families });
    const bytes = pages.reduce((sum, page) => sum + page.length, directory.length);
    expect(bytes / (polls * families.reduce((sum, family) => sum + family.columns.length, 0))).toBeLessThan(0.9);
  });
});

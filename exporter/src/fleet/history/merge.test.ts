import { describe, expect, it } from '@jest/globals';
import type { Shape } from '../frames/shape.ts';
import { mergeFamily } from './merge.ts';

const shape = (...devices: string[]): Shape => ({ family: 'f', type: 'gauge', help: '', labels: devices.map((device) => ({ device })) });
const column = (...values: number[]) => ({ values: Float64Array.from(values), present: undefined });

describe('mergeFamily', () => {
  it('puts equal shapes one after the other', () => {
    const one = shape('a', 'b');
    const merged = mergeFamily([{ polls: 2, family: { shape: one, columns: [column(1, 2), column(3, 4)] } }, { polls: 1, family: { shape: one, columns: [column(5), column(6)] } }], 10);
    expect(merged.shape).toBe(one);
    expect(merged.columns.map(({ values, present }) => [[...values], present])).toEqual([[[1, 2, 5], undefined], [[3, 4, 6], undefined]]);
  });
  it('keeps the gaps that one of several equal pieces brings', () => {
    const one = shape('a');
    const gap = { values: Float64Array.from([1, 1]), present: Uint8Array.from([1, 0]) };
    const merged = mergeFamily([{ polls: 1, family: { shape: one, columns: [column(7)] } }, { polls: 2, family: { shape: one, columns: [gap] } }], 10);
    expect(merged.columns.map(({ values, present }) => [[...values], [...(present ?? [])]])).toEqual([[[7, 1, 1], [1, 1, 0]]]);
  });
  it('leaves gaps where a series, or the whole family, was not there', () => {
    const merged = mergeFamily(
      [
        { polls: 1, family: { shape: shape('b'), columns: [column(1)] } },
        { polls: 2, family: undefined },
        { polls: 1, family: { shape: shape('a', 'b'), columns: [column(8), column(9)] } },
      ],
      10
    );
    expect(merged.shape.labels).toEqual([{ device: 'a' }, { device: 'b' }]);
    expect(merged.columns.map(({ present }) => [...(present ?? [])])).toEqual([[0, 0, 0, 1], [1, 0, 0, 1]]);
    expect(merged.columns.map(({ values }) => values[3])).toEqual([8, 9]);
  });
  it('keeps no more series than it may', () => {
    const merged = mergeFamily([{ polls: 1, family: { shape: shape('a'), columns: [column(1)] } }, { polls: 1, family: { shape: shape('b', 'c'), columns: [column(2), column(3)] } }], 2);
    expect(merged.shape.labels).toHaveLength(2);
  });
});

import { describe, expect, it } from '@jest/globals';
import { chooseMode, fromPlanes, rawMode, toWords } from './column.ts';

/** Through all eight planes, as a page lays them out for one series. */
const round = (values: number[]): number[] => {
  const column = Float64Array.from(values);
  const mode = chooseMode(column);
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  toWords(column, mode, low, high, 0);
  const stride = values.length - 1;
  const bytes = Uint8Array.from({ length: 8 * stride }, (_, at) => ((Math.floor(at / stride) < 4 ? low : high)[(at % stride) + 1] as number) >>> ((Math.floor(at / stride) % 4) * 8));
  const back = new Float64Array(values.length);
  fromPlanes(mode, low[0] as number, high[0] as number, { bytes, count: 8, start: 0, stride }, back);
  return [...back];
};

describe('column modes', () => {
  it('takes whole numbers, and as many decimals as are there', () => {
    expect(chooseMode(Float64Array.of(1, -5, 2 ** 50))).toBe(0);
    expect(chooseMode(Float64Array.of(0.5, 1234.56))).toBe(2);
    expect(chooseMode(Float64Array.of(0.123456789))).toBe(9);
  });
  it('keeps the bits of what is no short decimal', () => {
    for (const odd of [1 / 3, NaN, Infinity, -0, 2 ** 60, 5e-324]) {
      expect(chooseMode(Float64Array.of(1, odd))).toBe(rawMode);
    }
  });
  it('falls back when decimals push a large value past exactness', () => {
    expect(chooseMode(Float64Array.of(2 ** 50, 0.001))).toBe(rawMode);
  });
  it('gives back what it took', () => {
    const counters = [10, 12.25, 12.25, 99.5, 3, 0, -7.125];
    expect(round(counters)).toEqual(counters);
    const odd = [NaN, 1 / 3, -0, Infinity, -Infinity, 5e-324, Number.MAX_VALUE];
    expect(round(odd).map((value, i) => Object.is(value, odd[i]))).toEqual(odd.map(() => true));
  });
});

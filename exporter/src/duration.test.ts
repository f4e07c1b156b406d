import { describe, expect, it } from '@jest/globals';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['15s', 15_000],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['1h', 3_600_000],
    ['0s', 0],
    ['1d12h', 129_600_000],
    ['1y', 31_536_000_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
  it.each(['', '15', '1.5s', '-1s', '30s1m', '1s1s', 's', '15 s', '1M'])('refuses %p as Prometheus does', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each(['15s', '1m30s', '500ms', '1d12h', '0s', '2w'])('gives %s back', (text) => {
    expect(formatDuration(parseDuration(text) as number)).toBe(text);
  });
});

import { describe, expect, it } from '@jest/globals';
import { minutesUntilTomorrow, silenceMinutes } from './silenceTime.ts';

const at = (text: string) => Date.parse(text);

describe('how long a silence is', () => {
  it.each([
    ['in the afternoon', '2026-01-10T15:00:00Z', 'UTC', 17 * 60],
    ['at night, when the morning is today', '2026-01-10T02:00:00Z', 'UTC', 6 * 60],
    ['elsewhere', '2026-01-10T15:00:00Z', 'Asia/Tokyo', 8 * 60],
    ['over a change of the clocks', '2026-03-28T20:00:00Z', 'Europe/Berlin', 10 * 60],
    ['in a zone that nobody knows', '2026-01-10T15:00:00Z', 'Mars/Olympus', 17 * 60],
  ])('until tomorrow: %s', (_when, now, zone, minutes) => {
    expect(minutesUntilTomorrow(at(now), zone)).toBe(minutes);
  });
  it('is what a person writes', () => {
    expect(['1h', '90m', '2d', '0s', '99d', 'web1', ''].map((word) => silenceMinutes(word, 0, 'UTC'))).toEqual([60, 90, 2880, undefined, undefined, undefined, undefined]);
  });
});

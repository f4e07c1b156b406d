import { describe, expect, it } from '@jest/globals';
import { parseTime } from './logTime.ts';
import { timeFormatFault } from './timeFormat.ts';

const now = Date.UTC(2026, 10, 23, 12);

describe('a format of times, before it is kept', () => {
  it.each([
    'dd.MM.yyyy HH:mm', "yyyy-MM-dd'T'HH:mm:ss.SSSZZ", 'dd/LLL/yyyy:HH:mm:ss ZZZ', '[yyyy-MM-dd HH:mm:ss,SSS]', 'EEE MMM d HH:mm:ss yyyy', 'MMM d HH:mm:ss', 'HH:mm:ss', 'yyyy-MM-dd', 'ooo HH:mm', "kkkk-'W'WW-E HH:mm",
    'EEEE, MMMM d, yyyy h:mm a ZZ', 'yyyyMMddHHmmss', 'yyyy-MM-dd HH:mm:ss z', 'D t',
  ])('takes %s', (format) => expect(timeFormatFault(format, now)).toBeUndefined());

  it.each([
    ['YYYY-MM-DD', 'YYYY is no token'],
    ['%Y-%m-%d', 'Y is no token'],
    ['nonsense', 'n is no token'],
    ['yyyy-MM-ddTHH:mm:ss', 'HH says again what is said already'],
    ['kkkk-MM-dd', "Can't mix"],
    ['X', 'X is no token'],
    ['FFFF', 'is no token'],
    ['yyyy', 'tells no time'],
    ["'time'", 'tells no time'],
    ['z', 'tells no time'],
    ['--', 'tells no time'],
  ])('refuses %s', (format, why) => expect(timeFormatFault(format, now)).toContain(why));

  it('does no harm where one that can not be was kept before', () => {
    expect(parseTime('2026-11-23', 'UTC', now, 'kkkk-MM-dd')).toBeUndefined();
  });
});

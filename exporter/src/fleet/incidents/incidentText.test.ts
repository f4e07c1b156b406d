import { describe, expect, it } from '@jest/globals';
import { checks } from '../../../../contract/check.ts';
import { formatMeasured, summaryOf } from './incidentText.ts';

describe('what is told of a value', () => {
  it.each([
    ['percent', 97.25, '97.3 %'],
    ['short', 0.123, '0.12'],
    ['h', 4, '4 h'],
    ['s', 0.5, '0.50 s'],
    ['s', 119, '119 s'],
    ['s', 600, '10 min'],
    ['s', 6725, '112 min'],
    ['s', 7300, '2.0 h'],
    ['s', 1e9, '11574 days'],
  ] as const)('%s %d is %s', (unit, value, text) => expect(formatMeasured(unit, value)).toBe(text));

  it('says what is past what', () => {
    expect(summaryOf(checks.reboot, { server: 'web1', item: null, value: 42, limit: 600 }, '')).toBe('web1: rebooted 42 s, below the limit of 10 min');
    expect(summaryOf(checks.server_down, { server: 'web1', item: null, value: 1, limit: 0 }, '')).toBe('web1: server down');
    expect(summaryOf(checks.cpu, { server: 'web1', item: null, value: 97, limit: 85 }, '')).toBe('web1: CPU usage 97 %, above the limit of 85 %');
  });
});

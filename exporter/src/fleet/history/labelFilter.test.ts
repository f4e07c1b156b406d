import { describe, expect, it } from '@jest/globals';
import { labelFilter, parseMatchers } from './labelFilter.ts';

const keeps = (labels: Record<string, string>, ...texts: string[]) => labelFilter(parseMatchers(texts))(labels);

describe('labelFilter', () => {
  it('means what Prometheus means', () => {
    expect(keeps({ device: 'sda' }, 'device=sda')).toBe(true);
    expect(keeps({ device: 'sda1' }, 'device=~sd[a-z]')).toBe(false);
    expect(keeps({ device: 'sda' }, 'device!~sd.*')).toBe(false);
    expect(keeps({}, 'device=')).toBe(true);
    expect(keeps({ device: 'a=b' }, 'device=a=b', 'other!=x')).toBe(true);
  });
  it('refuses what RE2 refuses, by its field', () => {
    expect(() => labelFilter(parseMatchers(['a=~(?=x)']))).toThrow('query.label');
    expect(() => parseMatchers(['nonsense'])).toThrow();
  });
});

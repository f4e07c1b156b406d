import { describe, expect, it } from '@jest/globals';
import { globToRegExp, isGlob } from './glob.ts';

const matches = (pattern: string, path: string) => globToRegExp(pattern).test(path);

describe('isGlob', () => {
  it('knows patterns from plain paths', () => {
    expect(isGlob('/sys/class/hwmon/hwmon*/name')).toBe(true);
    expect(isGlob('/sys/devices/system/cpu/cpu[0-9]*/online')).toBe(true);
    expect(isGlob('/proc/net/dev')).toBe(false);
  });
});

describe('globToRegExp', () => {
  it('matches one path segment only, as a shell does', () => {
    expect(matches('/sys/class/net/*/mtu', '/sys/class/net/eth0/mtu')).toBe(true);
    expect(matches('/sys/class/net/*/mtu', '/sys/class/net/eth0/queues/mtu')).toBe(false);
    expect(matches('/sys/class/net/*', '/sys/class/net/.hidden')).toBe(false);
  });
  it('knows sets, negated sets and single characters', () => {
    expect(matches('/sys/cpu/cpu[0-9]*', '/sys/cpu/cpu12')).toBe(true);
    expect(matches('/sys/cpu/cpu[0-9]*', '/sys/cpu/cpufreq')).toBe(false);
    expect(matches('/a/[!b]c', '/a/bc')).toBe(false);
    expect(matches('/a/[!b]c', '/a/xc')).toBe(true);
    expect(matches('/a/[]x]', '/a/]')).toBe(true);
    expect(matches('/a/?', '/a/b')).toBe(true);
    expect(matches('/a/?', '/a/bb')).toBe(false);
  });
  it('takes every other character as it is', () => {
    expect(matches('/a/b.c+(d)', '/a/b.c+(d)')).toBe(true);
    expect(matches('/a/b.c*', '/a/bxc')).toBe(false);
    expect(matches('/a/[', '/a/[')).toBe(true);
  });
});

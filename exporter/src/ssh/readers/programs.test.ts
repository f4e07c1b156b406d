import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { programs } from '../ladder.ts';
import { linksOf } from './cat.ts';
import { oneLine } from './oneLine.ts';

describe('oneLine', () => {
  it('drops comments and joins lines', () => {
    expect(oneLine('\n# why\nx=1;\n  # more\n  y=2;\n')).toBe('x=1; y=2;');
  });
  it('refuses what a login shell would change', () => {
    expect(() => oneLine("x='1'")).toThrow(/can not hold '/);
    expect(() => oneLine('! test')).toThrow(/can not hold !/);
    expect(() => oneLine('printf "\\\\n"')).toThrow(/can not hold/);
  });
});

describe('reader programs', () => {
  it.each(['bash', 'dash', 'tcsh', 'fish'])('reach their interpreter unchanged through %s', (shell) => {
    if (spawnSync(shell, ['-c', ':']).error !== undefined) {
      console.log(`skipped: ${shell} is not on this machine`);
      return;
    }
    for (const program of programs) {
      const command = program.command('0123456789abcdef');
      const quoted = /'(.*)'/.exec(command)?.[1];
      // The interpreter's place is taken by printf, which prints the program it is given.
      const { stdout } = spawnSync(shell, ['-c', `printf %s '${quoted}'`], { encoding: 'utf8' });
      expect(stdout).toBe(quoted);
      expect(command).not.toMatch(/[!\n]/);
    }
  });
});

describe('linksOf', () => {
  it('finds targets in the words of ls', () => {
    const listing =
      'total 0\nlrwxrwxrwx 1 root root 0 Jan  1 10:00 /sys/class/net/eth0 -> ../../devices/x y/eth0\n-rw-r--r-- 1 root root 0 Jan 1 10:00 /etc/hosts\n';
    expect([...linksOf(listing, ['/sys/class/net/eth0', '/etc/hosts', '/sys/class/net/eth'])]).toEqual([
      ['/sys/class/net/eth0', '../../devices/x y/eth0'],
    ]);
  });
});

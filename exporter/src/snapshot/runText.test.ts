import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { perlText, shText } from './runText.ts';

const awkward = ["it's", '$HOME `id` \\ "x"', 'two\nlines', '', 'ü'];

describe('runText', () => {
  it.each(['dash', 'bash'])('gives any text to %s unchanged', (shell) => {
    const input = shText(`printf '<%s>' "$@"`, awkward);
    expect(execFileSync(shell, { input, encoding: 'utf8' })).toBe(awkward.map((word) => `<${word}>`).join(''));
  });
  it('gives any text to perl unchanged', () => {
    const input = perlText('print map { "<$_>" } @ARGV;', awkward);
    expect(execFileSync('perl', { input, encoding: 'utf8' })).toBe(awkward.map((word) => `<${word}>`).join(''));
  });
  it('keeps the harm of one run from the next', () => {
    const text = shText('cd /; exit 3') + shText('pwd');
    expect(execFileSync('dash', { input: text, encoding: 'utf8', cwd: '/tmp' })).toBe('/tmp\n');
    expect(execFileSync('perl', { input: perlText('die "x"') + perlText('print 1'), encoding: 'utf8' })).toBe('1');
  });
});

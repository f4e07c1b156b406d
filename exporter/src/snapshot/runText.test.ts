import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { perlString, shWord } from './runText.ts';

const awkward = ["it's", '$HOME `id` \\ "x"', 'two\nlines', '', 'ü'];
const shown = awkward.map((word) => `<${word}>`).join('');

describe('runText', () => {
  it.each(['dash', 'bash'])('gives any text to %s unchanged', (shell) => {
    const input = `printf '<%s>' ${awkward.map(shWord).join(' ')}`;
    expect(execFileSync(shell, { input, encoding: 'utf8' })).toBe(shown);
  });
  it('gives any text to perl unchanged', () => {
    const input = `print map { "<$_>" } (${awkward.map(perlString).join(', ')});`;
    expect(execFileSync('perl', { input, encoding: 'utf8' })).toBe(shown);
  });
});

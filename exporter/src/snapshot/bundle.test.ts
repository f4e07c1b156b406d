import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { bundleOf, type BundledRun } from './bundle.ts';
import { bundleParser } from './bundleParser.ts';
import type { RunOutput } from './snapshot.ts';

const runs: BundledRun[] = [
  { name: 'plain', script: 'echo one; echo two', perl: 'print "one\\ntwo\\n";' },
  { name: 'silent', script: ':', perl: '1;' },
  { name: 'fails', script: 'cd /; echo half; exit 3', perl: 'print "half\\n"; exit 3;' },
  {
    name: 'noisy',
    script: 'echo bad >&2; pwd; cat',
    perl: 'warn "bad"; use Cwd; print Cwd::getcwd(), "\\n"; print <STDIN>;',
  },
  {
    name: 'words',
    script: `printf '<%s>' "$@"`,
    perl: 'print map { "<$_>" } @ARGV;',
    args: ["it's", '$HOME `id` \\', 'two\nlines'],
  },
  { name: 'missing', script: 'no-such-command-here' },
  { name: 'killed', script: 'sh -c "kill -9 \\$\\$"', perl: 'kill 9, $$;' },
  { name: 'last', script: 'printf end', perl: 'print "end";' },
];

function parse(nonce: string, chunks: Iterable<Buffer>): Map<string, RunOutput | undefined> {
  const outputs = new Map<string, RunOutput | undefined>();
  const parser = bundleParser(nonce, { began: () => undefined, ended: (name, output) => outputs.set(name, output) });
  for (const chunk of chunks) {
    parser.feed(chunk);
  }
  expect(parser.done()).toBe(true);
  return outputs;
}

function perform(shell: string[], perl: boolean, list = runs): Map<string, RunOutput | undefined> {
  const bundle = bundleOf(list, { perl, nonce: 'n0', bound: 2 });
  const [command = '', ...args] = shell;
  const { stdout } = spawnSync(command, [...args, bundle.command], {
    input: bundle.stdin,
    cwd: '/tmp',
    timeout: 25_000,
  });
  return parse('n0', [Buffer.concat([Buffer.from('Welcome! n0\n'), stdout])]);
}

describe('bundleOf', () => {
  it.each([
    ['dash', ['dash', '-c'], false],
    ['bash', ['bash', '-c'], false],
    ['tcsh', ['tcsh', '-c'], false],
    ['fish', ['fish', '-c'], false],
    ['busybox ash', ['busybox', 'sh', '-c'], false],
    ['perl', ['sh', '-c'], true],
  ] as const)('frames every run by %s', (name, shell, perl) => {
    if (spawnSync(shell[0], ['-c', ':']).error !== undefined) {
      console.log(`skipped: ${name} is not on this machine`);
      return;
    }
    const outputs = perform([...shell], perl);
    expect(outputs.get('plain')).toEqual({ stdout: 'one\ntwo\n', exitCode: 0 });
    expect(outputs.get('silent')).toEqual({ stdout: '', exitCode: 0 });
    expect(outputs.get('fails')).toEqual({ stdout: 'half\n', exitCode: 3 });
    expect(outputs.get('noisy')).toEqual({ stdout: '/tmp\n', exitCode: 0 });
    expect(outputs.get('words')).toEqual({ stdout: "<it's><$HOME `id` \\><two\nlines>", exitCode: 0 });
    expect(outputs.get('missing')?.exitCode).toBe(127);
    expect(outputs.get('last')).toEqual({ stdout: 'end', exitCode: 0 });
    expect(outputs.get('killed')?.exitCode).toBe(137);
  });

  it('ends a hung run and all it began on the server, and goes on, where perl does it', () => {
    const hung: BundledRun = { name: 'hung', script: 'echo begun; sleep 86399.25 & wait' };
    const outputs = perform(['sh', '-c'], true, [hung, ...runs]);
    expect(outputs.get('hung')).toBeUndefined();
    expect(outputs.has('hung')).toBe(true);
    expect(outputs.get('last')?.stdout).toBe('end');
    expect(spawnSync('pgrep', ['-f', 'sleep 86399.25']).stdout.toString()).toBe('');
  });
});

describe('bundleParser', () => {
  it('finds marks split anywhere', () => {
    const text = 'noise\nn1 b a\nx\ny\n\nn1 e 0\n\nn1 b b\n\nn1 e 2\n\nn1 d\n';
    for (let at = 1; at < text.length; at += 1) {
      const outputs = parse('n1', [Buffer.from(text.slice(0, at)), Buffer.from(text.slice(at))]);
      expect([...outputs]).toEqual([
        ['a', { stdout: 'x\ny\n', exitCode: 0 }],
        ['b', { stdout: '', exitCode: 2 }],
      ]);
    }
    expect(
      parse(
        'n1',
        [...text].map((char) => Buffer.from(char))
      ).size
    ).toBe(2);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createFakeClock } from '../../test/fakeClock.ts';
import { startRemoteRunner } from './remoteRunner.ts';
import { RunnerParser } from './runnerParser.ts';
import { runnerProgram } from './runnerProgram.ts';
import type { Run, RunOutput } from './snapshot.ts';

const words = ["it's", '$HOME `id` \\', 'two\nlines\t%41', 'Zürich'];
const runs: Run[] = [
  { name: 'plain', tier: 'medium', script: 'echo one; echo two', perl: 'print "one\\ntwo\\n";' },
  { name: 'silent', tier: 'medium', script: ':', perl: '1;' },
  {
    name: 'fails',
    tier: 'medium',
    script: 'cd /; x=1; echo half; exit 3',
    perl: 'print "half\\n"; exit 3; print "never";',
  },
  { name: 'dies', tier: 'medium', script: 'exit 255', perl: 'die "bad";' },
  {
    name: 'noisy',
    tier: 'medium',
    script: 'echo bad >&2; pwd; echo "$x"; cat',
    perl: 'warn "bad"; print `pwd`, "\\n"; print `cat`, <STDIN>;',
  },
  { name: 'words', tier: 'medium', script: `printf '<%s>' "$@"`, perl: 'print map { "<$_>" } @ARGV;' },
  { name: 'missing', tier: 'medium', script: 'no-such-command-here' },
  {
    name: 'forks',
    tier: 'medium',
    script: '(echo child); echo parent',
    perl: 'unless (fork) { print "child\\n"; exit 0 } wait; print "parent\\n";',
  },
  { name: 'killed', tier: 'medium', script: 'sh -c "kill -9 \\$\\$"' },
  {
    name: 'counted',
    tier: 'medium',
    script: 'echo 3 of three',
    perl: 'print "3 of three\\n";',
    awk: {
      feed: 'echo one; echo two; ls /nowhere; echo three',
      each: 'seen++; newest = $0;',
      last: 'print seen, "of", newest; seen = 0;',
    },
  },
  { name: 'nothing', tier: 'medium', script: ':', awk: { feed: ':', each: 'some++;', last: 'if (some) print some;' } },
  { name: 'last', tier: 'medium', script: 'printf end', perl: 'print "end";' },
];
type Rung = 'perl' | 'awk' | 'sh';
const children: ChildProcess[] = [];
afterEach(() => void children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** A session whose commands are given to a login shell of this machine. */
function localSession(shell: readonly string[], rung: Rung) {
  const stream = async (command: string, { stdin = '' }: { stdin?: string }) => {
    const child = spawn(shell[0] ?? '', [...shell.slice(1), `echo Welcome; ${command}`], {
      cwd: '/tmp',
      detached: true,
    });
    children.push(child);
    child.stdin.write(stdin);
    const ended = new Promise<null>((resolve) => child.on('exit', () => resolve(null)));
    return {
      input: child.stdin,
      output: child.stdout,
      errors: child.stderr,
      ended,
      close: () => Promise.resolve(void process.kill(-(child.pid ?? 0), 'SIGKILL')),
    };
  };
  return { rung, stream };
}

async function perform(shell: readonly string[], rung: Rung, times = 1) {
  const remote = await startRemoteRunner(localSession(shell, rung), runs, 'n0', createFakeClock());
  const outputs = new Map<string, RunOutput | undefined>();
  for (let time = 0; time < times; time += 1) {
    outputs.clear();
    const batch = runs.map(({ name }) => ({ name, args: name === 'words' ? words : [] }));
    const outcome = await remote.perform(batch, (name, output) => outputs.set(name, output));
    expect(outcome).toEqual({ culprit: undefined, unreached: [] });
  }
  return { remote, outputs };
}

describe('runnerProgram', () => {
  it.each([
    ['dash', ['dash', '-c'], 'sh'],
    ['bash', ['bash', '-c'], 'sh'],
    ['tcsh', ['tcsh', '-c'], 'sh'],
    ['fish', ['fish', '-c'], 'sh'],
    ['busybox ash', ['busybox', 'sh', '-c'], 'sh'],
    ['dash with awk', ['dash', '-c'], 'awk'],
    ['bash with awk', ['bash', '-c'], 'awk'],
    ['tcsh with awk', ['tcsh', '-c'], 'awk'],
    ['fish with awk', ['fish', '-c'], 'awk'],
    ['busybox ash with awk', ['busybox', 'sh', '-c'], 'awk'],
    ['dash with perl', ['dash', '-c'], 'perl'],
    ['tcsh with perl', ['tcsh', '-c'], 'perl'],
  ] as const)('does every run, again and again: %s', async (name, shell, rung) => {
    if (spawnSync(shell[0], ['-c', ':']).error !== undefined) {
      console.log(`skipped: ${name} is not on this machine`);
      return;
    }
    const { outputs } = await perform(shell, rung, 3);
    expect(outputs.get('plain')).toEqual({ stdout: 'one\ntwo\n', exitCode: 0 });
    expect(outputs.get('silent')).toEqual({ stdout: '', exitCode: 0 });
    expect(outputs.get('fails')).toEqual({ stdout: 'half\n', exitCode: 3 });
    expect(outputs.get('dies')?.exitCode).toBe(255);
    expect(outputs.get('noisy')?.stdout.trim()).toBe('/tmp');
    expect(outputs.get('words')).toEqual({ stdout: words.map((word) => `<${word}>`).join(''), exitCode: 0 });
    expect(outputs.get('missing')?.exitCode).toBe(127);
    expect(outputs.get('forks')).toEqual({ stdout: 'child\nparent\n', exitCode: 0 });
    expect(outputs.get('killed')?.exitCode).toBe(137);
    expect(outputs.get('counted')).toEqual({ stdout: '3 of three\n', exitCode: 0 });
    expect(outputs.get('nothing')).toEqual({ stdout: '', exitCode: 0 });
    expect(outputs.get('last')).toEqual({ stdout: 'end', exitCode: 0 });
  });

  it.each(['perl', 'awk', 'sh'] as const)('ends with its input: %s', async (rung) => {
    await perform(['dash', '-c'], rung);
    const [child] = children;
    const gone = new Promise((resolve) => child?.on('exit', resolve));
    child?.stdin?.end();
    await gone;
  });

  it('ends a hung run and all it began on the server, and goes on, where perl does it', () => {
    const hung = { name: 'hung', script: 'echo begun; sleep 86399.25 & wait' };
    const program = runnerProgram([hung, ...runs], { rung: 'perl', nonce: 'n0', bound: 2 });
    const input = program.setUp + program.request(['hung', 'last'].map((name) => ({ name, args: [] })));
    // All at once is not how we ask, as the set-up would swallow what follows in one read: so in two.
    const shell = `{ printf %s "$1"; sleep 1; printf %s "$2"; } | ${program.command}`;
    const { stdout } = spawnSync('bash', ['-c', shell, 'bash', program.setUp, input.slice(program.setUp.length)], {
      timeout: 25_000,
    });
    const outputs = new Map<string, RunOutput | undefined>();
    const parser = new RunnerParser('n0', {
      ready: () => undefined,
      began: () => undefined,
      ended: (name, output) => outputs.set(name, output),
    });
    parser.feed(stdout);
    expect([...outputs]).toEqual([
      ['hung', undefined],
      ['last', { stdout: 'end', exitCode: 0 }],
    ]);
    expect(spawnSync('pgrep', ['-f', 'sleep 86399.25']).stdout.toString()).toBe('');
  });
});

describe('startRemoteRunner', () => {
  it('rejects where there is nothing to run it', async () => {
    const session = { ...localSession(['dash', '-c'], 'perl'), rung: 'perl' as const };
    const stream: typeof session.stream = (_command, options) => session.stream('exit 127', options);
    await expect(startRemoteRunner({ rung: 'perl', stream }, runs, 'n0', createFakeClock())).rejects.toThrow(
      'no runner'
    );
  });
  it('names the run that killed it, and those that were not reached', async () => {
    const deadly: Run[] = [...runs, { name: 'deadly', tier: 'slow', script: 'kill -9 $$', perl: 'kill 9, $$;' }];
    const remote = await startRemoteRunner(localSession(['dash', '-c'], 'perl'), deadly, 'n0', createFakeClock());
    const batch = ['plain', 'deadly', 'last'].map((name) => ({ name, args: [] }));
    await expect(remote.perform(batch, () => undefined)).resolves.toEqual({ culprit: 'deadly', unreached: ['last'] });
    expect(remote.isOver()).toBe(true);
  });
});

describe('runnerParser', () => {
  it('finds marks split anywhere', () => {
    const text = 'noise\nn1 r\n\nn1 b a\nx\ny\n\nn1 e 0\n\nn1 b b\n\nn1 e 2\n';
    const parse = (chunks: Buffer[]) => {
      const outputs = new Map<string, RunOutput | undefined>();
      const parser = new RunnerParser('n1', {
        ready: () => undefined,
        began: () => undefined,
        ended: (name, output) => outputs.set(name, output),
      });
      chunks.forEach((chunk) => parser.feed(chunk));
      return [...outputs];
    };
    const expected = [
      ['a', { stdout: 'x\ny\n', exitCode: 0 }],
      ['b', { stdout: '', exitCode: 2 }],
    ];
    for (let at = 1; at < text.length; at += 1) {
      expect(parse([Buffer.from(text.slice(0, at)), Buffer.from(text.slice(at))])).toEqual(expected);
    }
    expect(parse([...text].map((char) => Buffer.from(char)))).toEqual(expected);
  });
});

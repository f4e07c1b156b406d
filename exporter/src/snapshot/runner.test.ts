import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import type { ExecOptions, ExecResult } from '../ssh/session.ts';
import { createRunner } from './runner.ts';
import type { Run, Snapshot } from './snapshot.ts';

const empty: ExecResult = {
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
  exitCode: 0,
  signal: null,
  truncated: false,
};
const nothing: Snapshot = {
  time: undefined,
  read: () => undefined,
  link: () => undefined,
  glob: () => [],
  run: () => undefined,
};
const run = (name: string, tier: Run['tier'] = 'medium'): Run => ({ name, tier, script: name });

/** A server that answers every run with its name, but those that hang. */
function fakeServer(hanging: Set<string>) {
  const channels: string[][] = [];
  const exec = (command: string, options: ExecOptions): Promise<ExecResult> => {
    const text = String(options.stdin);
    const names = [...text.matchAll(/nonce b (\w+)/g)].map((match) => match[1] ?? '');
    channels.push(names);
    const say = (line: string) => options.onData?.(Buffer.from(line), 'stdout');
    for (const name of names) {
      say(`\nnonce b ${name}\n`);
      if (hanging.has(name)) {
        return new Promise((_, reject) =>
          options.signal?.addEventListener('abort', () => reject(new Error('aborted')))
        );
      }
      say(`${name} said\nnonce e 0\n`);
    }
    say('\nnonce d\n');
    return Promise.resolve(empty);
  };
  return { exec, rung: 'awk' as const, channels };
}

function setUp(runs: Run[], hanging: string[] = []) {
  const clock = createFakeClock();
  const hangs = new Set(hanging);
  const server = fakeServer(hangs);
  const changes: string[] = [];
  const runner = createRunner({
    runs,
    clock,
    nonce: () => 'nonce',
    slack: () => 7_500,
    snapshot: () => nothing,
    changed: ({ name }, output) => changes.push(`${name} ${output?.stdout ?? 'gone'}`),
  });
  return { clock, hangs, server, changes, runner };
}

describe('createRunner', () => {
  it('takes what is due in one channel, each by its own tier', async () => {
    const { clock, server, runner } = setUp([run('a'), run('b', 'slow'), run('c')]);
    await runner.start(server);
    expect(runner.output('b')).toEqual({ stdout: 'b said', exitCode: 0 });
    await clock.advance(45_000);
    await runner.start(server);
    await clock.advance(15_000);
    await runner.start(server);
    await clock.advance(240_000);
    await runner.start(server);
    expect(server.channels).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  it('lets a hung run cost only itself, and tries it alone ever more seldom', async () => {
    const { clock, hangs, server, runner } = setUp([run('a'), run('nfs'), run('c')], ['nfs']);
    const first = runner.start(server);
    await clock.advance(22_000);
    await first;
    expect(server.channels).toEqual([['a', 'nfs', 'c'], ['c']]);
    expect(runner.output('c')?.stdout).toBe('c said');
    expect(runner.output('nfs')).toBeUndefined();
    expect(runner.hung()).toEqual(['nfs']);
    for (let minute = 1; minute <= 10; minute += 1) {
      const again = runner.start(server);
      await clock.advance(60_000);
      await again;
    }
    const alone = server.channels.filter((names) => names.includes('nfs'));
    expect(alone.slice(1).every((names) => names.length === 1)).toBe(true);
    expect(alone.length).toBeLessThan(6);
    expect(runner.output('a')?.stdout).toBe('a said');
    hangs.clear();
    await clock.advance(3_600_000);
    await runner.start(server);
    expect(runner.output('nfs')?.stdout).toBe('nfs said');
    expect(runner.hung()).toEqual([]);
  });

  it('forgets an output after two periods', async () => {
    const { clock, hangs, server, runner, changes } = setUp([run('a')]);
    await runner.start(server);
    hangs.add('a');
    await clock.advance(60_000);
    void runner.start(server);
    await clock.advance(60_000);
    runner.expire();
    expect(runner.output('a')?.stdout).toBe('a said');
    await clock.advance(1);
    runner.expire();
    expect(runner.output('a')).toBeUndefined();
    expect(changes).toEqual(['a a said', 'a gone']);
  });

  it('makes the words of a run from what was read', async () => {
    const { server, runner } = setUp([{ ...run('a'), args: (snapshot) => [`time ${snapshot.time}`] }]);
    let text = '';
    await runner.start({
      rung: 'sh',
      exec: (command, options) => ((text = String(options.stdin)), server.exec(command, options)),
    });
    expect(text).toContain("set -- 'time undefined'");
  });

  it('tries soon again when no channel was free, and never rejects', async () => {
    const { clock, server, runner } = setUp([run('b', 'slow')]);
    await runner.start({ rung: 'sh', exec: () => Promise.reject(new Error('channel')) });
    await clock.advance(60_000);
    await runner.start(server);
    expect(runner.output('b')?.stdout).toBe('b said');
  });

  it('ends what is under way when it is closed', async () => {
    const { server, runner } = setUp([run('nfs'), run('b')], ['nfs']);
    const under = runner.start(server);
    runner.close();
    await under;
    expect(server.channels).toHaveLength(1);
  });
});

import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import type { RemoteStream } from '../ssh/session.ts';
import { createRunner } from './runner.ts';
import type { Run, Snapshot } from './snapshot.ts';

const nothing: Snapshot = {
  time: undefined,
  read: () => undefined,
  link: () => undefined,
  glob: () => [],
  run: () => undefined,
};
const run = (name: string, tier: Run['tier'] = 'medium'): Run => ({ name, tier, script: name });

/** A server whose runners answer every run with its name, but those that hang. */
function fakeServer(hanging: Set<string>) {
  /** What each runner was asked for. */
  const channels: string[][] = [];
  const requests: string[] = [];
  const ends = new Set<() => void>();
  const stream = (): Promise<RemoteStream> => {
    const asked: string[] = [];
    channels.push(asked);
    const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const ended = Promise.withResolvers<null>();
    let hung = false;
    output.write('\nnonce r\n');
    input.on('data', (chunk: Buffer) => {
      requests.push(chunk.toString());
      const names = [...chunk.toString().matchAll(/nonce b (\w+)/g)].map((match) => match[1] ?? '');
      asked.push(...names);
      for (const name of names.filter(() => !hung)) {
        output.write(`\nnonce b ${name}\n`);
        hung = hanging.has(name);
        if (hung) {
          break;
        }
        output.write(`${name} said\nnonce e 0\n`);
      }
    });
    const end = (): void => {
      ends.delete(end);
      ended.resolve(null);
    };
    ends.add(end);
    return Promise.resolve({ input, output, errors, ended: ended.promise, close: () => Promise.resolve(end()) });
  };
  return {
    stream,
    rung: 'awk' as const,
    channels,
    requests,
    open: () => ends.size,
    end: () => ends.forEach((end) => end()),
  };
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
  it('does what is due, each by its own tier, all by one runner that stays', async () => {
    const { clock, server, runner } = setUp([run('a'), run('b', 'slow'), run('c')]);
    await runner.start(server);
    expect(runner.output('b')).toEqual({ stdout: 'b said', exitCode: 0 });
    await clock.advance(45_000);
    await runner.start(server);
    await clock.advance(15_000);
    await runner.start(server);
    await clock.advance(240_000);
    await runner.start(server);
    expect(server.channels).toEqual([['a', 'b', 'c', 'a', 'c', 'a', 'b', 'c']]);
  });

  it('lets a hung run cost only itself, and tries it alone ever more seldom', async () => {
    const { clock, hangs, server, runner } = setUp([run('a'), run('nfs'), run('c')], ['nfs']);
    const first = runner.start(server);
    await clock.advance(22_000);
    await first;
    expect(server.channels).toEqual([['a', 'nfs', 'c'], ['c']]);
    expect(server.open()).toBe(1);
    expect(runner.output('c')?.stdout).toBe('c said');
    expect(runner.output('nfs')).toBeUndefined();
    expect(runner.hung()).toEqual(['nfs']);
    for (let minute = 1; minute <= 10; minute += 1) {
      const again = runner.start(server);
      await clock.advance(60_000);
      await again;
    }
    const alone = server.channels.filter((names) => names.includes('nfs')).slice(1);
    expect(alone.every((names) => names.length === 1)).toBe(true);
    expect(alone.length).toBeLessThan(5);
    expect(runner.output('a')?.stdout).toBe('a said');
    hangs.clear();
    await clock.advance(3_600_000);
    await runner.start(server);
    expect(runner.output('nfs')?.stdout).toBe('nfs said');
    expect(runner.hung()).toEqual([]);
    expect(server.open()).toBe(1);
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

  it('tells an output when it is another one than before; one that passes, every time', async () => {
    const { clock, server, runner, changes } = setUp([run('a'), { ...run('b'), passing: true }]);
    await runner.start(server);
    await clock.advance(60_000);
    await runner.start(server);
    expect(changes).toEqual(['a a said', 'b b said', 'b b said']);
    await clock.advance(120_000);
    runner.expire();
    expect(runner.output('a')?.stdout).toBe('a said');
  });

  it('makes the words of a run from what was read', async () => {
    const args = ({ time }: Snapshot) => [`time ${time}`];
    const bad = () => {
      throw new Error('what was read is no good');
    };
    const { server, runner } = setUp([
      { ...run('a'), args },
      { ...run('b'), args: bad },
    ]);
    await runner.start(server);
    expect(server.requests.join('')).toContain("(run_0 'time undefined')");
    expect(runner.output('b')?.stdout).toBe('b said');
  });

  it('tries soon again when no channel was free, and never rejects', async () => {
    const { clock, server, runner } = setUp([run('b', 'slow')]);
    await runner.start({ rung: 'sh', stream: () => Promise.reject(new Error('channel')) });
    expect(runner.refused()).toBe('channel');
    await clock.advance(60_000);
    await runner.start(server);
    expect(runner.refused()).toBeUndefined();
    expect(runner.output('b')?.stdout).toBe('b said');
  });

  it('starts another runner when one ended by itself', async () => {
    const { clock, server, runner } = setUp([run('a')]);
    await runner.start(server);
    server.end();
    await clock.advance(60_000);
    await runner.start(server);
    expect(server.channels).toEqual([['a'], ['a']]);
  });

  it('ends what is under way when it is closed', async () => {
    const { server, runner } = setUp([run('nfs'), run('b')], ['nfs']);
    const under = runner.start(server);
    runner.close();
    await under;
    expect(server.channels).toHaveLength(1);
    expect(server.open()).toBe(0);
  });
});

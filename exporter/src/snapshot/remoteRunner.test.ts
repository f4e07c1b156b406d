import { PassThrough } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import { startRemoteRunner } from './remoteRunner.ts';
import type { Run } from './snapshot.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const run: Run = { name: 'one', tier: 'medium', script: 'one' };

/** A runner that answers every run until it is ended. */
async function start() {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const { promise: ended, resolve: end } = Promise.withResolvers<null>();
  output.write('\nnonce r\n');
  input.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('nonce b one')) {
      output.write('\nnonce b one\nsaid\nnonce e 0\n');
    }
  });
  const stream = () => Promise.resolve({ input, output, errors, ended, close: () => Promise.resolve(end(null)) });
  const remote = await startRemoteRunner({ stream, rung: 'awk' }, [run], 'nonce', createFakeClock());
  return { remote, end: () => end(null), input };
}

describe('a remote runner', () => {
  it('keeps nothing of the batches that are over, however many there were', async () => {
    const { remote } = await start();
    const told: string[] = [];
    const batches = async (count: number): Promise<number> => {
      for (let i = 0; i < count; i += 1) {
        await remote.perform([{ name: 'one', args: [] }], (name, output) => (told[0] = `${name} ${output?.stdout}`));
      }
      await new Promise(setImmediate);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    await batches(300);
    const before = await batches(300);
    // A promise that each of them waited on would hold some 300 bytes of each.
    expect((await batches(3_000)) - before).toBeLessThan(300_000);
    expect(told).toEqual(['one said']);
  });

  it('ends a batch under way when its stream ends, and one that comes later at once', async () => {
    const { remote, end, input } = await start();
    input.removeAllListeners('data');
    const outcome = remote.perform([{ name: 'one', args: [] }], () => undefined);
    end();
    expect(await outcome).toEqual({ culprit: undefined, unreached: ['one'] });
    expect(remote.isOver()).toBe(true);
    expect(await remote.perform([{ name: 'one', args: [] }], () => undefined)).toEqual({
      culprit: undefined,
      unreached: ['one'],
    });
  });
});

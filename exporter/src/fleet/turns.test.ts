import { describe, expect, it } from '@jest/globals';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('lets only so many go on at a time, in order, and counts out who gave up', async () => {
    const turns = createTurns(2);
    const never = new AbortController();
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const work = (name: string, signal = never.signal) =>
      turns(signal, () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
      });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    const leaving = new AbortController();
    const [one, two, three, four] = [work('one'), work('two'), work('three', leaving.signal), work('four')];
    await settle();
    expect(begun).toEqual(['one', 'two']);
    leaving.abort(new Error('gone'));
    await expect(three).rejects.toThrow('gone');
    ends.get('two')?.();
    await expect(two).resolves.toBe('two');
    await settle();
    expect(begun).toEqual(['one', 'two', 'four']);
    ends.get('one')?.();
    ends.get('four')?.();
    await Promise.all([one, four]);
  });

  it('gives the place of work that failed to the next, and none to who is gone already', async () => {
    const turns = createTurns(1);
    const { signal } = new AbortController();
    await expect(turns(signal, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(turns(AbortSignal.abort(new Error('gone')), () => Promise.resolve(1))).rejects.toThrow('gone');
    await expect(turns(signal, () => Promise.resolve(2))).resolves.toBe(2);
  });
});

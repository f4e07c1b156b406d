import { describe, expect, it } from '@jest/globals';
import { createFakeClock, settle } from '../../test/fakeClock.ts';
import { within, type Limit } from './deadline.ts';
import { SshFailure } from './session.ts';

const limit = (clock = createFakeClock(), signal?: AbortSignal) =>
  ({ clock, ms: 1000, signal, reason: 'timeout', what: 'the work' }) satisfies Limit;

describe('within', () => {
  it('gives what the work gives, and stops the timer', async () => {
    const clock = createFakeClock();
    expect(await within(limit(clock), () => Promise.resolve(5))).toBe(5);
    expect(clock.pending()).toBe(0);
  });

  it('fails with the reason when time is up, tells the work, and hands a late value to be closed', async () => {
    const clock = createFakeClock();
    const work = Promise.withResolvers<string>();
    const late: string[] = [];
    let inner: AbortSignal | undefined;
    const outcome = within(
      limit(clock),
      (signal) => {
        inner = signal;
        return work.promise;
      },
      (value) => late.push(value)
    ).catch((error: unknown) => error);
    await clock.advance(1000);
    expect(await outcome).toMatchObject({ reason: 'timeout', detail: 'the work: no answer within 1 s' });
    expect(inner?.aborted).toBe(true);
    work.resolve('a channel');
    await settle();
    expect(late).toEqual(['a channel']);
  });

  it('tells what is left of a longer deadline in tenths of seconds', async () => {
    const clock = createFakeClock();
    const outcome = within({ ...limit(clock), ms: 8_999 }, () => new Promise(() => undefined)).catch((error: unknown) => error);
    await clock.advance(9_000);
    expect(await outcome).toMatchObject({ detail: 'the work: no answer within 9 s' });
  });

  it("fails with the owner's failure when aborted, else with its own reason", async () => {
    const own = new AbortController();
    const other = new AbortController();
    const outcomes = [own, other].map(({ signal }) =>
      within(limit(undefined, signal), () => new Promise(() => undefined)).catch((error: unknown) => error)
    );
    own.abort(new SshFailure('stalled', 'the poll took too long'));
    other.abort();
    expect(await outcomes[0]).toMatchObject({ reason: 'stalled', detail: 'the poll took too long' });
    expect(await outcomes[1]).toMatchObject({ reason: 'timeout', detail: 'the work: given up' });
  });

  it('does not begin what is aborted already, and swallows what fails too late', async () => {
    let begun = false;
    const work = () => {
      begun = true;
      return Promise.resolve();
    };
    await expect(within(limit(undefined, AbortSignal.abort()), work)).rejects.toMatchObject({ reason: 'timeout' });
    expect(begun).toBe(false);
    const clock = createFakeClock();
    const late = Promise.withResolvers<void>();
    const outcome = within(limit(clock), () => late.promise).catch((error: unknown) => error);
    await clock.advance(1000);
    late.reject(new Error('too late to matter'));
    expect(await outcome).toMatchObject({ reason: 'timeout' });
  });
});

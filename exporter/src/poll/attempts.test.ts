import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import { SshFailure } from '../ssh/session.ts';
import { createAttempts } from './attempts.ts';

function setUp(random = 1) {
  const clock = createFakeClock();
  const attempts = createAttempts({ clock, random: () => random, cap: () => 15_000 });
  const fail = (reason: string) => {
    const block = attempts.failed(new SshFailure(reason, 'x'));
    return { reason: block.failure.reason, wait: block.until - clock.now() };
  };
  return { clock, attempts, fail };
}

describe('createAttempts', () => {
  it('doubles the wait up to the cap and never gives up', () => {
    const { fail } = setUp();
    const waits = Array.from({ length: 50 }, () => fail('refused').wait);
    expect(waits.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(waits.at(-1)).toBe(15_000);
  });
  it('takes up to a quarter off, so that servers that fell together do not come back together', () => {
    const { fail } = setUp(0);
    expect(fail('refused').wait).toBe(750);
  });
  it('holds back until the wait is over, and forgets when a poll works', async () => {
    const { clock, attempts, fail } = setUp();
    fail('timeout');
    expect(attempts.blocked()?.failure.reason).toBe('timeout');
    await clock.advance(1_000);
    expect(attempts.blocked()).toBeUndefined();
    expect(attempts.last()?.failure.reason).toBe('timeout');
    attempts.worked();
    expect(attempts.last()).toBeUndefined();
    expect(fail('timeout').wait).toBe(1_000);
  });
  it('pauses after the third rejected login, longer each time, until a login works', () => {
    const { attempts, fail } = setUp(0);
    expect(fail('auth_failed')).toEqual({ reason: 'auth_failed', wait: 11_250 });
    fail('timeout');
    expect(fail('auth_failed').reason).toBe('auth_failed');
    expect(fail('auth_failed')).toEqual({ reason: 'auth_paused', wait: 300_000 });
    expect(fail('auth_failed')).toEqual({ reason: 'auth_paused', wait: 600_000 });
    for (let count = 0; count < 5; count += 1) {
      fail('auth_failed');
    }
    expect(fail('auth_failed').wait).toBe(3_600_000);
    attempts.loggedIn();
    expect(fail('auth_failed').reason).toBe('auth_failed');
  });
  it('starts anew when a person says so', () => {
    const { attempts, fail } = setUp();
    ['auth_failed', 'auth_failed', 'auth_failed'].forEach(fail);
    attempts.retryNow();
    expect(attempts.blocked()).toBeUndefined();
    expect(fail('auth_failed').reason).toBe('auth_failed');
  });
  it('looks at an unverified host key less often', () => {
    const { fail } = setUp();
    const waits = Array.from({ length: 10 }, () => fail('host_key_unverified').wait);
    expect(waits.at(-1)).toBe(60_000);
  });
  it('does not wait for hours when the clock is set back', () => {
    const clock = createFakeClock();
    let now = 10_000_000;
    const attempts = createAttempts({ clock: { ...clock, now: () => now }, random: () => 1, cap: () => 15_000 });
    attempts.failed(new SshFailure('timeout', 'x'));
    now -= 7_200_000;
    expect(attempts.blocked()).toBeUndefined();
  });
});

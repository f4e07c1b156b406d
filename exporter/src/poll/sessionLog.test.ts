import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import { createPollBus } from './events.ts';
import { createSessionLog } from './sessionLog.ts';

const web1 = { serverId: 'a', name: 'web1' };

describe('the log of sessions', () => {
  it('counts logins, and knows since when one stands and why the one before ended', () => {
    const bus = createPollBus();
    const clock = createFakeClock();
    const log = createSessionLog(bus, clock);
    bus.emit('login', { ...web1, reason: 'timeout', durationMs: 5 });
    bus.emit('login', { ...web1, reason: null, durationMs: 5 });
    bus.emit('connected', { ...web1, at: 10 });
    expect(log.of('a')).toMatchObject({ logins: 1, failed: 1, since: 10, lastFailure: { reason: 'timeout', at: clock.now() }, lastEnd: undefined });
    bus.emit('disconnected', { ...web1, at: 20, reason: 'closed' });
    expect(log.of('a')).toMatchObject({ logins: 1, since: undefined, lastEnd: { at: 20, reason: 'closed' } });
    log.forget('a');
    expect(log.of('a').logins).toBe(0);
    expect(log.of('b').logins).toBe(0);
  });
});

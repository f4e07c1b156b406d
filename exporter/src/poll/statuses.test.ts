import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import type { PollBus } from './events.ts';
import { createStatuses } from './statuses.ts';

describe('createStatuses', () => {
  it('shows the same object until something of the server is another', async () => {
    const clock = createFakeClock();
    const statuses = createStatuses(clock, new EventEmitter() as PollBus);
    const shown = () => statuses.get('a');
    statuses.set('a', 'web1', { state: 'pending', reason: 'never_polled' });
    const pending = shown();
    expect(shown()).toBe(pending);
    expect(statuses.list()[0]).toBe(pending);

    statuses.seen('a', 'web1');
    const up = shown();
    expect([pending?.state, up?.state, up?.reason]).toEqual(['pending', 'up', null]);
    await clock.advance(15_000);
    statuses.seen('a', 'web1');
    const later = shown();
    expect(later?.since).toBe(up?.since);
    expect(Date.parse(later?.lastSeen ?? '') - Date.parse(up?.lastSeen ?? '')).toBe(15_000);
    expect(shown()).toBe(later);

    statuses.seen('a', 'web2');
    expect(shown()).toMatchObject({ name: 'web2', state: 'up' });
    statuses.set('a', 'web2', { state: 'down', reason: 'timeout', detail: 'no answer in 10 s', nextAttempt: clock.now() });
    expect(shown()).toMatchObject({ state: 'down', reason: 'timeout', detail: 'no answer in 10 s', lastSeen: later?.lastSeen });
    statuses.remove('a');
    expect([shown(), statuses.list()]).toEqual([undefined, []]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../../test/fakeClock.ts';
import { createLog } from '../../log.ts';
import { createPollBus } from '../../poll/events.ts';
import { createSpecsReader } from './specsReader.ts';

describe('createSpecsReader', () => {
  it('reads after the first poll of a session, then hourly, a few at once, and not without a session', async () => {
    const clock = createFakeClock();
    const bus = createPollBus();
    const asked: string[] = [];
    const ends: Array<() => void> = [];
    const refresh = (serverId: string) => {
      asked.push(serverId);
      return new Promise<never>((_, reject) => ends.push(() => reject(new Error('not now'))));
    };
    const reader = createSpecsReader({ book: { refresh }, bus, clock, log: createLog('fatal') });
    const connect = (serverId: string) => bus.emit('connected', { serverId, name: serverId, at: 0 });
    const poll = (serverId: string) => bus.emit('polled', { serverId, name: serverId, at: 0, durationMs: 0, families: [] });
    poll('z');
    ['a', 'b', 'c', 'd', 'e'].forEach((id) => [connect(id), poll(id), poll(id)]);
    await clock.advance(2_000);
    expect(asked).toEqual(['a', 'b', 'c', 'd']);
    ends.forEach((end) => end());
    await clock.advance(0);
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'e']);
    bus.emit('disconnected', { serverId: 'b', name: 'b', at: 0, reason: 'closed' });
    ends.forEach((end) => end());
    await clock.advance(3_600_000);
    expect(asked.slice(5).sort()).toEqual(['a', 'c', 'd', 'e']);
    reader.stop();
    ends.forEach((end) => end());
    await clock.advance(4_000_000);
    expect(asked).toHaveLength(9);
    expect(clock.pending()).toBe(0);
  });
});

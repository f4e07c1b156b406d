import { describe, expect, it } from '@jest/globals';
import type { Log } from '../log.ts';
import { createPollBus } from '../poll/events.ts';
import { logTroubles } from './logTroubles.ts';

describe('logTroubles', () => {
  it('says what is missing and why, and when nothing is any more', () => {
    const lines: unknown[][] = [];
    const log = {
      info: (...line: unknown[]) => void lines.push(['info', ...line]),
      warn: (...line: unknown[]) => void lines.push(['warn', ...line]),
    } as unknown as Log;
    const bus = createPollBus();
    logTroubles(bus, log);
    const failures = [{ collector: 'stat', message: '/proc/stat: no number' }];
    bus.emit('troubles', { serverId: '1', name: 'web1', failures, commands: undefined });
    bus.emit('troubles', { serverId: '1', name: 'web1', failures: [], commands: 'channel: refused' });
    bus.emit('troubles', { serverId: '1', name: 'web1', failures: [], commands: undefined });
    expect(lines).toEqual([
      ['warn', { server: 'web1', failures, commands: undefined }, 'some metrics of web1 are missing'],
      ['warn', { server: 'web1', failures: [], commands: 'channel: refused' }, 'some metrics of web1 are missing'],
      ['info', { server: 'web1' }, 'web1 tells all its metrics again'],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createFakeFleet, fakeServer } from '../../test/fakeFleet.ts';
import type { Family } from '../metrics/family.ts';
import { createSelfMetrics } from './selfMetrics.ts';
import { statusFamilies } from './statusFamilies.ts';

describe('createSelfMetrics', () => {
  it('counts polls, logins, reconnects and failures, and tells of queues', async () => {
    const { fleet, bus, clock, polling, session, reject } = createFakeFleet([
      fakeServer('a'),
      fakeServer('b', { enabled: false }),
    ]);
    const self = createSelfMetrics(bus, '1.2.3');
    self.observe(polling);
    await polling.start();
    await clock.advance(40_000);
    session('a').break(reject('closed'));
    await clock.advance(15_000);
    fleet.login = () => Promise.reject(reject('refused'));
    session('a').break(reject('closed'));
    await clock.advance(15_000);
    self.late(4);
    const text = await self.registry.metrics();
    for (const line of [
      /^shellwatch_build_info\{version="1.2.3",node="v\d+.*"\} 1$/m,
      /^shellwatch_polls_total\{result="worked"\} [45]$/m,
      /^shellwatch_poll_failures_total\{reason="refused"\} \d$/m,
      /^shellwatch_logins_total\{result="worked"\} 2$/m,
      /^shellwatch_reconnects_total 1$/m,
      /^shellwatch_poll_lateness_seconds_bucket\{le="0.005"\} 1$/m,
      /^shellwatch_servers\{state="down"\} 1$/m,
      /^shellwatch_servers\{state="paused"\} 1$/m,
      /^shellwatch_sessions 0$/m,
      /^shellwatch_nodejs_eventloop_lag_p99_seconds /m,
    ]) {
      expect(text).toMatch(line);
    }
    await polling.stop();
  });
});

describe('statusFamilies', () => {
  it('tells of every server, also of those that are down', async () => {
    const { fleet, clock, polling, reject } = createFakeFleet([
      fakeServer('a'),
      fakeServer('b', { jump: 'a' }),
      fakeServer('c', { enabled: false }),
    ]);
    await polling.start();
    await clock.advance(20_000);
    fleet.login = () => Promise.reject(reject('refused'));
    polling.sessions.current('a')?.close();
    await clock.advance(20_000);
    const of = new Map([...statusFamilies(polling)].map(({ name, families }) => [name, families as readonly Family[]]));
    const samples = (name: string, instance: string) =>
      of.get(instance)?.find((family) => family.name === name)?.samples;
    const value = (name: string, instance: string) => samples(name, instance)?.[0]?.value;
    const labels = (name: string, instance: string) => samples(name, instance)?.[0]?.labels;
    expect(value('shellwatch_up', 'a')).toBe(0);
    expect(value('shellwatch_up', 'b')).toBe(1);
    expect(value('shellwatch_monitored', 'c')).toBe(0);
    expect(samples('shellwatch_status', 'b')).toEqual([
      { labels: { state: 'up' }, value: 1 },
      { labels: { state: 'down' }, value: 0 },
      { labels: { state: 'paused' }, value: 0 },
      { labels: { state: 'pending' }, value: 0 },
    ]);
    expect(labels('shellwatch_status_reason_info', 'a')).toEqual({ state: 'down', reason: 'refused' });
    expect(labels('shellwatch_status_reason_info', 'b')).toEqual({ state: 'up', reason: '' });
    expect(labels('shellwatch_status_reason_info', 'c')).toEqual({ state: 'paused', reason: 'disabled' });
    expect(['a', 'b', 'c'].map((name) => value('shellwatch_last_seen_timestamp_seconds', name) !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
    expect(labels('shellwatch_server_jump_info', 'b')).toEqual({ jump: 'a' });
    expect(labels('shellwatch_server_jump_info', 'a')).toBeUndefined();
    expect(labels('shellwatch_reader_info', 'b')).toEqual({ rung: 'awk' });
    expect(labels('shellwatch_reader_info', 'a')).toBeUndefined();
    await polling.stop();
  });
});

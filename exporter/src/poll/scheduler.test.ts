import { describe, expect, it } from '@jest/globals';
import { createFakeSession, readResult } from '../../test/fakeSession.ts';
import { createFakeFleet, fakeServer, noAnswer } from '../../test/fakeFleet.ts';

const interval = 15_000;
const hour = 3_600_000;

describe('scheduler', () => {
  it('logs in once in an hour of polls at 15 s', async () => {
    const { clock, polling, logins, events, status } = createFakeFleet([fakeServer('a')]);
    await polling.start();
    await clock.advance(hour);
    expect(logins('a')).toBe(1);
    const polls = events.filter((line) => line.includes('polled a'));
    expect(polls.length).toBeGreaterThanOrEqual(hour / interval);
    expect(polls.length).toBeLessThanOrEqual(hour / interval + 1);
    expect(status('a')).toMatchObject({ state: 'up', reason: null });
    await polling.stop();
    expect(events.at(-1)).toMatch(/disconnected a stopped/);
    expect(clock.pending()).toBe(0);
  });

  it('sees a frozen server in less than two intervals and heals in less than two', async () => {
    const { fleet, clock, polling, session, since, status, logins } = createFakeFleet([fakeServer('a')]);
    await polling.start();
    await clock.advance(60_000);
    const frozenAt = since();
    session('a').answer = () => new Promise(() => undefined);
    fleet.login = (_, options) => noAnswer(clock, options);
    await clock.advance(2 * interval - 1);
    expect(status('a')).toMatchObject({ state: 'down' });
    await clock.advance(2 * hour);
    expect(polling.latest.get('a')).toBeUndefined();
    fleet.login = () => createFakeSession({ '/proc/loadavg': '1' });
    await clock.advance(2 * interval - 1);
    expect(status('a')).toMatchObject({ state: 'up' });
    expect(logins('a')).toBe(2);
    expect(since()).toBeGreaterThan(frozenAt + 2 * hour);
    await polling.stop();
  });

  it('heals after a reset at the next beat, with one new login', async () => {
    const { clock, polling, session, reject, status, logins } = createFakeFleet([fakeServer('a')]);
    await polling.start();
    await clock.advance(60_000);
    session('a').break(reject('closed'));
    await clock.advance(interval);
    expect(status('a')?.state).toBe('up');
    expect(logins('a')).toBe(2);
    await polling.stop();
  });

  it('pauses after three rejected logins, says so, and retries when told', async () => {
    const { fleet, clock, polling, tried, reject, status } = createFakeFleet([fakeServer('a')]);
    fleet.login = () => Promise.reject(reject('auth_failed'));
    await polling.start();
    await clock.advance(60_000);
    expect(tried).toHaveLength(3);
    expect(status('a')).toMatchObject({ state: 'paused', reason: 'auth_paused' });
    expect(Date.parse(status('a')?.nextAttempt ?? '')).toBeGreaterThan(clock.now() + 240_000);
    await expect(polling.scheduler.probe('a')).rejects.toMatchObject({ reason: 'auth_paused' });
    await clock.advance(200_000);
    expect(tried).toHaveLength(3);
    fleet.login = () => createFakeSession();
    polling.scheduler.startServer('a');
    await clock.advance(1);
    expect(status('a')?.state).toBe('up');
    await polling.stop();
  });

  it('tries again by itself after the pause', async () => {
    const { fleet, clock, polling, tried, reject } = createFakeFleet([fakeServer('a')]);
    fleet.login = () => Promise.reject(reject('auth_failed'));
    await polling.start();
    await clock.advance(24 * hour);
    expect(tried.length).toBeGreaterThan(20);
    expect(tried.length).toBeLessThan(40);
    await polling.stop();
  });

  it('keeps the beat of good servers whatever the bad ones do', async () => {
    const bad = Array.from({ length: 200 }, (_, index) => fakeServer(`bad-${index}`));
    const { fleet, clock, polling, events } = createFakeFleet([...bad, fakeServer('good')], 8);
    fleet.login = (target, options) => (target.id === 'good' ? createFakeSession() : noAnswer(clock, options));
    await polling.start();
    await clock.advance(150_000);
    const polls = events.filter((line) => line.includes('polled good')).map((line) => Number(line.split(' ')[0]));
    expect(polls.length).toBeGreaterThanOrEqual(9);
    expect(polls.slice(2).every((at, index) => Math.abs(at - (polls[index + 1] ?? 0) - interval) < 2)).toBe(true);
    await polling.stop();
  });

  it('lets scrapes be the polls while they go on, and takes over when they end', async () => {
    const { clock, polling, events } = createFakeFleet([fakeServer('a')]);
    await polling.start();
    await clock.advance(30_000);
    const before = events.filter((line) => line.includes('polled')).length;
    for (let scrape = 0; scrape < 20; scrape += 1) {
      await polling.scheduler.probe('a');
      await clock.advance(interval);
    }
    expect(events.filter((line) => line.includes('polled')).length - before).toBe(20);
    await clock.advance(10 * interval);
    expect(events.filter((line) => line.includes('polled')).length - before).toBeGreaterThanOrEqual(29);
    await polling.stop();
  });

  it('shares a poll under way', async () => {
    const { clock, polling, session } = createFakeFleet([fakeServer('a')]);
    await polling.start();
    await clock.advance(20_000);
    let reads = 0;
    let answer = (): void => undefined;
    session('a').answer = () => {
      reads += 1;
      return new Promise((resolve) => (answer = () => resolve(readResult({ '/proc/loadavg': '2' }))));
    };
    const both = Promise.all([polling.scheduler.probe('a'), polling.scheduler.probe('a')]);
    await clock.advance(0);
    answer();
    const [one, two] = await both;
    expect(one).toBe(two);
    expect(reads).toBe(1);
    await polling.stop();
  });

  it('lets a scraper give up without ending the poll for others', async () => {
    const { clock, polling, session } = createFakeFleet([fakeServer('a')]);
    await polling.start();
    await clock.advance(20_000);
    let answer = (): void => undefined;
    session('a').answer = () =>
      new Promise((resolve) => (answer = () => resolve(readResult({ '/proc/loadavg': '2' }))));
    const stop = new AbortController();
    const hasty = polling.scheduler.probe('a', stop.signal);
    const patient = polling.scheduler.probe('a');
    stop.abort(new Error('gone'));
    await expect(hasty).rejects.toThrow('gone');
    answer();
    await expect(patient).resolves.toMatchObject({ serverId: 'a' });
    await polling.stop();
  });

  it('makes the session anew when the way to a server changed, and only then', async () => {
    const { clock, polling, logins, events } = createFakeFleet([fakeServer('a')]);
    await polling.start();
    await clock.advance(60_000);
    await polling.scheduler.update(fakeServer('a', { name: 'renamed', intervalMs: 30_000 }));
    await clock.advance(60_000);
    expect(logins('a')).toBe(1);
    await polling.scheduler.update(fakeServer('a', { name: 'renamed', intervalMs: 30_000, connectionRevision: 2 }));
    await clock.advance(1);
    expect(logins('a')).toBe(2);
    expect(events.some((line) => line.endsWith('disconnected a changed'))).toBe(true);
    await expect(polling.scheduler.probe('a')).rejects.toMatchObject({ code: 'server_not_found' });
    await expect(polling.scheduler.probe('renamed')).resolves.toBeDefined();
    await polling.stop();
  });

  it('takes the end of a login by the old way for no failure of the server, and tries the new way at once', async () => {
    const { fleet, clock, polling, tried, status, events } = createFakeFleet([fakeServer('a')]);
    fleet.login = (_, options) => noAnswer(clock, options);
    await polling.start();
    await clock.advance(5_000);
    expect(tried).toHaveLength(1);
    expect(status('a')).toMatchObject({ state: 'pending' });
    fleet.login = () => createFakeSession({ '/proc/loadavg': '1' });
    await polling.scheduler.update(fakeServer('a', { connectionRevision: 2 }));
    await clock.advance(1);
    expect(status('a')).toMatchObject({ state: 'up' });
    expect(events.filter((line) => line.includes('missed a'))).toEqual([]);
    await polling.stop();
  });

  it('stops, disables, enables and removes', async () => {
    const { clock, polling, session, status, events } = createFakeFleet([
      fakeServer('a', { enabled: false }),
      fakeServer('b'),
    ]);
    await polling.start();
    await clock.advance(20_000);
    expect(status('a')).toMatchObject({ state: 'paused', reason: 'disabled' });
    await polling.scheduler.update(fakeServer('a'));
    await clock.advance(1);
    expect(status('a')?.state).toBe('up');
    await polling.scheduler.stopServer('a');
    expect(status('a')).toMatchObject({ state: 'paused', reason: 'stopped' });
    expect(session('a').isClosed).toBe(true);
    expect(polling.latest.get('a')).toBeUndefined();
    await expect(polling.scheduler.probe('a')).rejects.toMatchObject({ reason: 'stopped' });
    const count = events.length;
    await polling.scheduler.remove('b');
    await clock.advance(hour);
    expect(events.slice(count).filter((line) => line.includes('polled'))).toEqual([]);
    expect(status('b')).toBeUndefined();
    polling.scheduler.startServer('a');
    await clock.advance(1);
    expect(status('a')?.state).toBe('up');
    await polling.stop();
  });
});

describe('jump chains', () => {
  const chain = [
    fakeServer('bastion'),
    fakeServer('inner', { jump: 'bastion' }),
    fakeServer('x', { jump: 'inner' }),
    fakeServer('y', { jump: 'inner' }),
  ];

  it('share the session of each hop', async () => {
    const { clock, polling, logins, tried } = createFakeFleet(chain);
    await polling.start();
    await clock.advance(60_000);
    expect(chain.map(({ id }) => logins(id))).toEqual([1, 1, 1, 1]);
    expect(tried.find(({ id }) => id === 'x')?.jump).toBe(true);
    await polling.stop();
  });

  it('name the reason of the hop, and come back soon after it does', async () => {
    const { fleet, clock, polling, reject, status } = createFakeFleet(chain);
    fleet.login = () => Promise.reject(reject('refused'));
    await polling.start();
    await clock.advance(60_000);
    expect(status('x')).toMatchObject({ state: 'down', reason: 'jump:refused' });
    expect(status('x')?.message).toMatch(/^On the way there/);
    fleet.login = () => createFakeSession();
    await clock.advance(2 * interval - 1);
    expect(chain.map(({ id }) => status(id)?.state)).toEqual(['up', 'up', 'up', 'up']);
    await polling.stop();
  });

  it('refuse a loop', async () => {
    const { clock, polling, status } = createFakeFleet([
      fakeServer('a', { jump: 'b' }),
      fakeServer('b', { jump: 'a' }),
    ]);
    await polling.start();
    await clock.advance(30_000);
    expect(status('a')?.detail).toMatch(/leads back/);
    await polling.stop();
  });

  it('keep the session of a stopped bastion for those behind it', async () => {
    const { clock, polling, session, status } = createFakeFleet(chain);
    await polling.start();
    await clock.advance(60_000);
    await polling.scheduler.stopServer('bastion');
    await clock.advance(60_000);
    expect(session('bastion').isClosed).toBe(false);
    expect(status('x')?.state).toBe('up');
    await polling.stop();
  });
});

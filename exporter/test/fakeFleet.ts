import type { PolledServer } from '../src/poll/directory.ts';
import { createPollBus, type PollEvents } from '../src/poll/events.ts';
import { createPolling } from '../src/poll/polling.ts';
import type { ConnectOptions } from '../src/poll/sessions.ts';
import { SshFailure, type SshTarget } from '../src/ssh/session.ts';
import type { Clock } from '../src/clock.ts';
import { createFakeClock } from './fakeClock.ts';
import { createFakeSession, type FakeSession } from './fakeSession.ts';
import { single } from '../src/metrics/family.ts';

export const fakeServer = (id: string, change: Partial<PolledServer> = {}): PolledServer => ({
  id,
  name: id,
  enabled: true,
  intervalMs: 15_000,
  jump: null,
  tags: {},
  connectionRevision: 1,
  ...change,
});

/** A login that gets no answer, until its deadline. */
export const noAnswer = (clock: Clock, { deadlineMs, signal }: ConnectOptions): Promise<never> =>
  new Promise((_, reject) => {
    clock.after(deadlineMs, () => reject(new SshFailure('timeout', 'no answer')));
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

/** The polling room on a fake clock and a fake network: `network` decides what a login to a server brings. */
export function createFakeFleet(servers: readonly PolledServer[], logins = 16) {
  const clock = createFakeClock();
  const bus = createPollBus();
  const tried: Array<{ id: string; at: number; jump: boolean }> = [];
  const sessions = new Map<string, FakeSession[]>();
  const events: string[] = [];
  const fleet = {
    clock,
    bus,
    tried,
    sessions,
    events,
    login: (target: SshTarget, options: ConnectOptions): FakeSession | Promise<FakeSession> => {
      void target;
      void options;
      return createFakeSession({ '/proc/loadavg': '1' });
    },
    /** The newest session of a server. */
    session(id: string): FakeSession {
      const session = sessions.get(id)?.at(-1);
      if (session === undefined) {
        throw new Error(`no session of ${id}`);
      }
      return session;
    },
    logins: (id: string) => sessions.get(id)?.length ?? 0,
    status: (id: string) => polling.statuses.get(id),
  };
  const start = clock.now();
  const polling = createPolling({
    directory: {
      list: () => Promise.resolve([...servers]),
      target: (id) =>
        Promise.resolve({
          id,
          name: id,
          host: '192.0.2.1',
          port: 22,
          username: 'u',
          credential: { type: 'password', password: 'x' },
          hostKeyPolicy: 'strict',
          pinned: [],
        }),
      hostKeySeen: () => Promise.resolve(),
    },
    connect: async (target, options) => {
      tried.push({ id: target.id, at: clock.now() - start, jump: options.jump !== undefined });
      const session = await fleet.login(target, options);
      sessions.set(target.id, [...(sessions.get(target.id) ?? []), session]);
      return session;
    },
    collectors: [
      {
        name: 'loadavg',
        reads: [{ path: '/proc/loadavg', tier: 'fast' }],
        collect: (snapshot) =>
          snapshot.read('/proc/loadavg') === undefined ? undefined : [single('gauge', 'node_load1', 'Load.', 1)],
      },
    ],
    bus,
    clock,
    logins,
    random: () => 1,
    nonce: () => 'nonce',
  });
  const record = <K extends keyof PollEvents>(name: K, text: (event: PollEvents[K][0]) => string) =>
    bus.on(name, ((event: PollEvents[K][0]) => events.push(`${clock.now() - start} ${name} ${text(event)}`)) as never);
  record('polled', ({ serverId }) => serverId);
  record('missed', ({ serverId, reason }) => `${serverId} ${reason}`);
  record('status', ({ id, state, reason }) => `${id} ${state} ${reason ?? ''}`.trim());
  record('connected', ({ serverId }) => serverId);
  record('disconnected', ({ serverId, reason }) => `${serverId} ${reason}`);
  return {
    ...fleet,
    fleet,
    polling,
    since: () => clock.now() - start,
    reject: (reason: string) => new SshFailure(reason, 'as the test says'),
  };
}

import { systemClock } from '../src/clock.ts';
import type { Collector } from '../src/collectors/collector.ts';
import type { PolledServer } from '../src/poll/directory.ts';
import { createPollBus, type PollEvents } from '../src/poll/events.ts';
import { createPolling, type Polling } from '../src/poll/polling.ts';
import { openSession } from '../src/ssh/connect.ts';
import type { SshTarget } from '../src/ssh/session.ts';
import { until } from './processes.ts';

export interface LiveServer {
  server: Partial<PolledServer> & { id: string };
  target: () => SshTarget;
}

export interface LivePolling extends Polling {
  /** Everything the bus told, oldest first. */
  heard: Array<{ [K in keyof PollEvents]: { event: K; at: number; value: PollEvents[K][0] } }[keyof PollEvents]>;
  count(event: keyof PollEvents, serverId?: string): number;
  state(serverId: string): string | undefined;
  /** Waits for a server's state; resolves with the milliseconds it took. */
  becomes(serverId: string, state: string, timeoutMs: number): Promise<number>;
}

/** The polling room on real sessions and the real clock. Always `stop()` it. */
export async function startLivePolling(
  servers: readonly LiveServer[],
  collectors: readonly Collector[]
): Promise<LivePolling> {
  const bus = createPollBus();
  const heard: LivePolling['heard'] = [];
  for (const event of ['polled', 'missed', 'status', 'login', 'connected', 'disconnected', 'troubles'] as const) {
    bus.on(event, ((value: never) => heard.push({ event, at: Date.now(), value } as never)) as never);
  }
  const targets = new Map(servers.map(({ server, target }) => [server.id, target]));
  const polling = createPolling({
    directory: {
      list: () =>
        Promise.resolve(
          servers.map(({ server }) => ({
            name: server.id,
            enabled: true,
            intervalMs: 15_000,
            jump: null,
            tags: {},
            connectionRevision: 1,
            ...server,
          }))
        ),
      target: (id) => {
        const target = targets.get(id)?.();
        return target === undefined ? Promise.reject(new Error(`no target ${id}`)) : Promise.resolve(target);
      },
      hostKeySeen: () => Promise.resolve(),
    },
    connect: (target, options) => openSession(target, { ...options, clock: systemClock }),
    collectors,
    bus,
    clock: systemClock,
    logins: 16,
  });
  await polling.start();
  const state = (id: string) => polling.statuses.get(id)?.state;
  const of = (value: object): unknown => ('serverId' in value ? value.serverId : 'id' in value ? value.id : undefined);
  return {
    ...polling,
    heard,
    count: (event, serverId) =>
      heard.filter((one) => one.event === event && (serverId === undefined || of(one.value) === serverId)).length,
    state,
    async becomes(id, wanted, timeoutMs) {
      const from = Date.now();
      await until(
        () => state(id) === wanted,
        `${id} to be ${wanted}, it is ${JSON.stringify(polling.statuses.get(id))}`,
        timeoutMs
      );
      return Date.now() - from;
    },
  };
}

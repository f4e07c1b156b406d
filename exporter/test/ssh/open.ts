import { systemClock } from '../../src/clock.ts';
import { openSession, type OpenOptions } from '../../src/ssh/connect.ts';
import type { SshFailure, Session, SshTarget } from '../../src/ssh/session.ts';

/** Opens a session with the test's usual bounds. */
export const open = (target: SshTarget, options: Partial<OpenOptions> = {}): Promise<Session> =>
  openSession(target, { deadlineMs: 15_000, clock: systemClock, ...options });

/** How an attempt failed; an attempt that works is closed and fails the test. */
export async function failureOf(attempt: Promise<unknown>): Promise<SshFailure> {
  const outcome = await attempt.then(
    (value) => ({ value }),
    (error: SshFailure) => ({ error })
  );
  if ('error' in outcome) {
    return outcome.error;
  }
  await (outcome.value as Partial<Session> | undefined)?.close?.();
  throw new Error('It worked, a failure was expected');
}

export const soon = (ms = 10_000): AbortSignal => AbortSignal.timeout(ms);

/** The files of a fast poll, on any Linux. */
export const fastFiles = [
  ...[
    'loadavg',
    'stat',
    'meminfo',
    'vmstat',
    'diskstats',
    'net/dev',
    'net/netstat',
    'net/snmp',
    'net/sockstat',
    'uptime',
  ],
  ...['interrupts', 'softirqs', 'net/softnet_stat', 'sys/fs/file-nr', 'sys/kernel/random/entropy_avail'],
].map((file) => `/proc/${file}`);

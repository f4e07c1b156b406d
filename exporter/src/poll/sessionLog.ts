import type { Clock } from '../clock.ts';
import type { PollBus } from './events.ts';

export interface SessionEnd {
  at: number;
  reason: string;
}

/** How the sessions of one server went since the process began. */
export interface SessionHistory {
  since: number | undefined;
  logins: number;
  failed: number;
  lastFailure: SessionEnd | undefined;
  lastEnd: SessionEnd | undefined;
}

export interface SessionLog {
  of(serverId: string): Readonly<SessionHistory>;
  forget(serverId: string): void;
}

const blank = (): SessionHistory => ({ since: undefined, logins: 0, failed: 0, lastFailure: undefined, lastEnd: undefined });

/** Counts logins for each server, so that a person sees that one was enough. */
export function createSessionLog(bus: PollBus, clock: Clock): SessionLog {
  const histories = new Map<string, SessionHistory>();
  const note = (serverId: string, change: (history: SessionHistory) => void): void => {
    const history = histories.get(serverId) ?? blank();
    change(history);
    histories.set(serverId, history);
  };
  bus.on('login', ({ serverId, reason }) =>
    note(serverId, (history) => {
      if (reason === null) {
        history.logins += 1;
      } else {
        history.failed += 1;
        history.lastFailure = { at: clock.now(), reason };
      }
    })
  );
  bus.on('connected', ({ serverId, at }) => note(serverId, (history) => (history.since = at)));
  bus.on('disconnected', ({ serverId, at, reason }) => {
    const history = histories.get(serverId);
    // A deleted server's session ends after it was forgotten.
    if (history !== undefined) {
      history.since = undefined;
      history.lastEnd = { at, reason };
    }
  });
  return {
    of: (serverId) => histories.get(serverId) ?? blank(),
    forget: (serverId) => void histories.delete(serverId),
  };
}

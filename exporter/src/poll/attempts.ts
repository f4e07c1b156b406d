import type { Clock } from '../clock.ts';
import { SshFailure } from '../ssh/session.ts';

/** The first wait after a failure; each further one doubles it. */
const firstWait = 1_000;
/** Reasons that only a person can end: looking again every minute is often enough, and a changed setting tries at once. */
const patient = new Set(['host_key_unverified', 'host_key_changed', 'credential']);
const patientCap = 60_000;
/** So many rejected logins in a row, and then a pause: fail2ban's default bans after 5. */
const rejections = 3;
const firstPause = 300_000;
const longestPause = 3_600_000;

/** What holds further attempts back: the last failure, and until when. */
export interface Block {
  failure: SshFailure;
  until: number;
}

/** How the attempts to reach one server went, and so when the next may come. */
export interface Attempts {
  /** Set while no attempt may be made. */
  blocked(): Block | undefined;
  last(): Block | undefined;
  /** A login or a poll failed. Returns what status shows, which is a pause after the third rejected login. */
  failed(failure: SshFailure): Block;
  loggedIn(): void;
  /** A poll worked: all is forgotten. */
  worked(): void;
  /** A person, or news, says that waiting is over. */
  retryNow(): void;
}

export interface AttemptsOptions {
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  /** The longest wait. An outage is healed within two intervals of its end, so this is no longer than one. */
  cap: () => number;
}

export function createAttempts({ clock, random, cap }: AttemptsOptions): Attempts {
  let failures = 0;
  let rejected = 0;
  let pauses = 0;
  let block: Block | undefined;
  let blockedAt = 0;

  const waitFor = (reason: string): number => {
    if (reason === 'auth_failed') {
      return cap();
    }
    return Math.min(
      patient.has(reason) ? Math.max(patientCap, cap()) : cap(),
      firstWait * 2 ** Math.min(failures - 1, 20)
    );
  };

  return {
    blocked() {
      const now = clock.now();
      // A clock that was set back must not make a wait of seconds one of hours.
      return block !== undefined && block.until > now && blockedAt <= now ? block : undefined;
    },
    last: () => block,
    failed(failure) {
      blockedAt = clock.now();
      failures += 1;
      rejected += failure.reason === 'auth_failed' ? 1 : 0;
      if (failure.reason === 'auth_failed' && rejected >= rejections) {
        // The next attempt after a pause is one attempt: rejected again, it pauses again, for longer.
        const pause = Math.min(longestPause, firstPause * 2 ** pauses);
        pauses += 1;
        block = {
          failure: new SshFailure('auth_paused', failure.detail, { cause: failure }),
          until: clock.now() + pause * (1 + random() / 10),
        };
      } else {
        block = { failure, until: clock.now() + waitFor(failure.reason) * (0.75 + random() / 4) };
      }
      return block;
    },
    loggedIn() {
      rejected = 0;
      pauses = 0;
    },
    worked() {
      failures = 0;
      block = undefined;
    },
    retryNow() {
      failures = 0;
      rejected = 0;
      pauses = 0;
      block = undefined;
    },
  };
}

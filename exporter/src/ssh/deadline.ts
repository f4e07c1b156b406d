import type { PlainReason } from '../../../contract/status.ts';
import type { Clock } from '../clock.ts';
import { SshFailure } from './session.ts';

/** How long something may take, who may stop it before, and what it is called when it does not end. */
export interface Limit {
  clock: Clock;
  ms: number;
  signal?: AbortSignal | undefined;
  /** The reason of the failure when time is up. */
  reason: PlainReason;
  what: string;
}

/** An aborted signal as a failure: the one its owner gave, else `reason`. */
export const abortFailure = (signal: AbortSignal, reason: PlainReason, what: string): SshFailure =>
  signal.reason instanceof SshFailure ? signal.reason : new SshFailure(reason, `${what}: given up`);

/**
 * Settles when `work` does, when time is up or when the signal aborts, whichever comes first. ssh2 may never call back
 * on a half-open transport, so every wait for it goes through here. What comes too late goes to `late`, to be closed.
 */
export function within<T>(
  limit: Limit,
  work: (signal: AbortSignal) => Promise<T>,
  late?: (value: T) => void
): Promise<T> {
  const { clock, ms, signal, reason, what } = limit;
  if (signal?.aborted) {
    return Promise.reject(abortFailure(signal, reason, what));
  }
  return new Promise<T>((resolve, reject) => {
    const inner = new AbortController();
    let settled = false;
    const settle = (): boolean => {
      const first = !settled;
      settled = true;
      cancel();
      signal?.removeEventListener('abort', onAbort);
      return first;
    };
    const fail = (failure: SshFailure): void => {
      if (settle()) {
        reject(failure);
        inner.abort(failure);
      }
    };
    const onAbort = (): void => fail(abortFailure(signal as AbortSignal, reason, what));
    const cancel = clock.after(ms, () => fail(new SshFailure(reason, `${what}: no answer within ${ms < 1_000 ? ms / 1_000 : Math.round(ms / 100) / 10} s`)));
    signal?.addEventListener('abort', onAbort, { once: true });
    work(inner.signal).then(
      (value) => (settle() ? resolve(value) : late?.(value)),
      (error: unknown) => settle() && reject(error)
    );
  });
}

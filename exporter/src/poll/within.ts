/**
 * Waits for a promise no longer than a signal allows; then rejects with the signal's reason.
 * What still comes of the promise goes to `late`, so that nothing opened is left open.
 */
export function within<T>(promise: Promise<T>, signal: AbortSignal, late?: (value: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      reject(signal.reason as Error);
      promise.then(late, () => undefined);
    };
    if (signal.aborted) {
      give();
      return;
    }
    signal.addEventListener('abort', give, { once: true });
    promise.then(
      (value) => {
        signal.removeEventListener('abort', give);
        resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', give);
        reject(error as Error);
      }
    );
  });
}

/** Work that nobody waits for, until the end: then it is told to stop, and waited for. */
export function createBackground() {
  const abort = new AbortController();
  const going = new Set<Promise<void>>();
  return {
    begin(work: (signal: AbortSignal) => Promise<void>): void {
      const done: Promise<void> = work(abort.signal)
        .catch(() => undefined)
        .finally(() => going.delete(done));
      going.add(done);
    },
    async stop(): Promise<void> {
      abort.abort();
      await Promise.all(going);
    },
  };
}

/** Lets so many pieces of work go on at a time; the others wait in line, until their signal, if they have one, says that nobody waits for them any more. */
export function createTurns(places: number) {
  const line: Array<() => void> = [];
  let free = places;

  const next = (): void => {
    if (free > 0 && line.length > 0) {
      free -= 1;
      line.shift()?.();
    }
  };

  return async <T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        line.splice(line.indexOf(go), 1);
        reject(signal?.reason as Error);
      };
      const go = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      line.push(go);
      next();
    });
    try {
      return await work();
    } finally {
      free += 1;
      next();
    }
  };
}

/** Time as a dependency: tests pass their own. Milliseconds since the epoch, and timers that can be cancelled. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** RFC 3339 in UTC with milliseconds, the form of every instant in the API. */
export const instant = (ms: number): string => new Date(ms).toISOString();

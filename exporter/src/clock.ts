/** Time as a dependency: tests pass their own. Milliseconds since the epoch, and timers that can be cancelled. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** What setTimeout takes; it makes 1 ms of more than that. */
const longest = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    if (ms <= longest) {
      // One for each poll of each server waits until the next: the less it takes, the better.
      const once = setTimeout(callback, Math.max(ms, 0));
      return () => clearTimeout(once);
    }
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const part = Math.min(Math.max(left, 0), longest);
      timer = setTimeout(() => (left > part ? wait(left - part) : callback()), part);
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

/** The second that was told last, as a number and as text: instants of the same one, as the present has many, differ in three digits. */
const last = { second: NaN, text: '' };

/** RFC 3339 in UTC with milliseconds, the form of every instant in the API. */
export function instant(ms: number): string {
  const whole = Math.trunc(ms);
  const past = whole % 1000;
  if (!(past >= 0)) {
    return new Date(ms).toISOString();
  }
  if (whole - past !== last.second) {
    last.text = new Date(ms).toISOString().slice(0, -4);
    last.second = whole - past;
  }
  return `${last.text}${String(past).padStart(3, '0')}Z`;
}

/** One topic speaks at most this often. */
const quietMs = 10_000;
const named = 3;

interface ToastTopicOptions<T> {
  /** How long the first of a topic waits for others that come with it. */
  gatherMs: number;
  /** Tells of all that came together, at least one. */
  tell: (items: T[]) => void;
}

/** Gathers what belongs to one topic and tells it together: one toast in ten seconds, whatever happens. */
export function createToastTopic<T>({ gatherMs, tell }: ToastTopicOptions<T>) {
  const waiting = new Map<string, T>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const flush = () => {
    timer = undefined;
    if (waiting.size > 0) {
      last = Date.now();
      const items = [...waiting.values()];
      waiting.clear();
      tell(items);
    }
  };
  return {
    add(id: string, item: T) {
      waiting.set(id, item);
      const waits = Math.max(gatherMs, last + quietMs - Date.now());
      if (waits <= 0) {
        flush();
      } else {
        timer ??= setTimeout(flush, waits);
      }
    },
    /** It ended before anybody was told. */
    forget: (id: string) => waiting.delete(id),
    end: () => clearTimeout(timer),
  };
}
export type ToastTopic<T> = ReturnType<typeof createToastTopic<T>>;

/** "web1, web2, web3 and 4 more". */
export const listed = (names: string[]) => names.slice(0, named).join(', ') + (names.length > named ? ` and ${names.length - named} more` : '');

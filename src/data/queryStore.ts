import type { ApiError } from '../../contract/client.ts';
import { toApiError } from './apiError';

export interface QueryState<T> {
  data: T | undefined;
  error: ApiError | undefined;
  /** When `data` was read; stale data stays while an error is told beside it. */
  updatedAt: number | undefined;
  loading: boolean;
}

export type Load<T> = (signal: AbortSignal) => Promise<T>;

interface Entry {
  state: QueryState<unknown>;
  load: Load<unknown>;
  everyMs: number[];
  listeners: Set<() => void>;
  timer: ReturnType<typeof setTimeout> | undefined;
  flight: AbortController | undefined;
  /** Forgets it, unless somebody watches again at once. */
  gone: ReturnType<typeof setTimeout> | undefined;
}

const nothing: QueryState<never> = { data: undefined, error: undefined, updatedAt: undefined, loading: true };

/** Replies shared by key: components that show the same thing ask once, and poll together at the shortest interval. */
export function createQueryStore(now: () => number = Date.now, visible: () => boolean = () => document.visibilityState !== 'hidden') {
  const entries = new Map<string, Entry>();

  const put = (entry: Entry, state: Partial<QueryState<unknown>>) => {
    entry.state = { ...entry.state, ...state };
    entry.listeners.forEach((listener) => listener());
  };

  const schedule = (key: string, entry: Entry) => {
    clearTimeout(entry.timer);
    const every = Math.min(...entry.everyMs);
    if (entry.listeners.size > 0 && Number.isFinite(every)) {
      entry.timer = setTimeout(() => (visible() ? void refresh(key) : schedule(key, entry)), every);
    }
  };

  async function refresh(key: string): Promise<void> {
    const entry = entries.get(key);
    if (entry === undefined) {
      return;
    }
    entry.flight?.abort();
    const flight = new AbortController();
    entry.flight = flight;
    put(entry, { loading: true });
    try {
      const data = await entry.load(flight.signal);
      if (entry.flight === flight) {
        put(entry, { data, error: undefined, updatedAt: now(), loading: false });
      }
    } catch (error) {
      if (entry.flight === flight) {
        put(entry, { error: toApiError(error), loading: false });
      }
    }
    if (entry.flight === flight) {
      schedule(key, entry);
    }
  }

  return {
    refresh,
    read: <T>(key: string): QueryState<T> => (entries.get(key)?.state ?? nothing) as QueryState<T>,
    /** Listens to a key, loading it when nobody did yet; returns how to stop. */
    watch<T>(key: string, load: Load<T>, everyMs: number, listener: () => void): () => void {
      const entry: Entry = entries.get(key) ?? { state: nothing, load, everyMs: [], listeners: new Set(), timer: undefined, flight: undefined, gone: undefined };
      entries.set(key, entry);
      clearTimeout(entry.gone);
      entry.load = load;
      entry.everyMs.push(everyMs);
      const first = entry.listeners.size === 0;
      entry.listeners.add(listener);
      if (first) {
        void refresh(key);
      } else if (!entry.state.loading) {
        // Who joins may want it more often than those who are here.
        schedule(key, entry);
      }
      return () => {
        entry.listeners.delete(listener);
        entry.everyMs.splice(entry.everyMs.indexOf(everyMs), 1);
        if (entry.listeners.size === 0) {
          clearTimeout(entry.timer);
          entry.flight?.abort();
          entry.flight = undefined;
          // Who only changes the interval leaves and comes back in one turn: that happens when the feed is lost, and what was read must outlive it.
          entry.gone = setTimeout(() => entries.delete(key), 0);
        }
      };
    },
    /** Puts a value that is known without asking, such as a message of the feed. */
    set<T>(key: string, change: (present: T | undefined) => T | undefined) {
      const entry = entries.get(key);
      if (entry !== undefined) {
        put(entry, { data: change(entry.state.data as T | undefined), updatedAt: now() });
      }
    },
    /** Reads again what could not be read: when the reason has gone, nobody should have to ask for it. */
    retryFailed() {
      [...entries].filter(([, { state }]) => state.error !== undefined).forEach(([key]) => void refresh(key));
    },
    /** Reads again everything whose key begins so: after a change that it may have touched. */
    invalidate(prefix: string) {
      [...entries.keys()].filter((key) => key.startsWith(prefix)).forEach((key) => void refresh(key));
    },
  };
}
export type QueryStore = ReturnType<typeof createQueryStore>;

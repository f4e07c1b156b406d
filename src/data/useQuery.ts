import { useCallback, useSyncExternalStore } from 'react';
import type { Client } from '../../contract/client.ts';
import { useAppServices } from './appContext';
import { useLatest } from './useLatest';
import type { QueryState } from './queryStore';

export interface Query<T> extends QueryState<T> {
  refresh: () => void;
}

export interface QueryOptions {
  /** Poll interval; read once unless told. */
  everyMs?: number;
}

const nothing: QueryState<never> = { data: undefined, error: undefined, updatedAt: undefined, loading: false };
const never = () => () => undefined;

/**
 * Reads through the shared store; `key` says what is read, so it must name every argument of `load`. Without a key
 * nothing is read.
 */
export function useQuery<T>(key: string | undefined, load: (client: Client, signal: AbortSignal) => Promise<T>, { everyMs = Infinity }: QueryOptions = {}): Query<T> {
  const { client, queries } = useAppServices();
  const latest = useLatest(load);
  const subscribe = useCallback(
    (listener: () => void) => (key === undefined ? never() : queries.watch(key, (signal) => latest.current(client, signal), everyMs, listener)),
    [queries, client, key, everyMs, latest]
  );
  const state = useSyncExternalStore(subscribe, () => (key === undefined ? (nothing as QueryState<T>) : queries.read<T>(key)));
  const refresh = useCallback(() => void (key !== undefined && queries.refresh(key)), [queries, key]);
  return { ...state, refresh };
}

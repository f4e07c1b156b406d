import { useCallback, useEffect, useState } from 'react';
import type { ApiError } from '../../contract/client.ts';
import { toApiError } from '../data/apiError';

interface Read<T> {
  data: T | undefined;
  error: ApiError | undefined;
}

/** How long after a failure it is tried again: a panel heals by itself when the exporter is back. */
const againMs = 10_000;

/** Reads when `key` changes, and on demand; for panels, which stand alone. */
export function useRead<T>(key: string, load: () => Promise<T>): Read<T> & { refresh: () => void } {
  const [state, setState] = useState<Read<T>>({ data: undefined, error: undefined });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let here = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    load().then(
      (data) => here && setState({ data, error: undefined }),
      (error: unknown) => {
        if (here) {
          setState(({ data }) => ({ data, error: toApiError(error) }));
          again = setTimeout(() => setTurn((present) => present + 1), againMs);
        }
      }
    );
    return () => {
      here = false;
      clearTimeout(again);
    };
    // `load` is a new function at each render; the key says what it reads.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, turn]);
  return { ...state, refresh: useCallback(() => setTurn((present) => present + 1), []) };
}

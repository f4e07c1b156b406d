import { useCallback, useState } from 'react';
import type { ApiError, Client } from '../../contract/client.ts';
import { useAppServices } from './appContext';
import { toApiError } from './apiError';
import { notify } from './notify';
import { useLatest } from './useLatest';

interface ActionOptions<A extends unknown[], R> {
  /** What failed, as the title of the toast: "web1 was not deleted". */
  failed: (...args: A) => string;
  /** What changed; no toast without it. */
  done?: (result: R, ...args: A) => string;
  /** Beginnings of the keys of queries that this may have changed. */
  invalidates?: string[];
  /** The caller shows the error itself, so no toast. */
  quiet?: boolean;
}

export interface Action<A extends unknown[], R> {
  /** Resolves to undefined when it failed: the person was told already. */
  run: (...args: A) => Promise<R | undefined>;
  busy: boolean;
  error: ApiError | undefined;
}

/** A change that a person asked for: runs it once, tells how it went, and reads again what it touched. */
export function useAction<A extends unknown[], R>(act: (client: Client, ...args: A) => Promise<R>, options: ActionOptions<A, R>): Action<A, R> {
  const { client, queries } = useAppServices();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const latest = useLatest({ act, options });
  const run = useCallback(
    async (...args: A) => {
      const { act, options } = latest.current;
      setBusy(true);
      setError(undefined);
      try {
        const result = await act(client, ...args);
        const words = options.done?.(result, ...args);
        if (words !== undefined) {
          notify.success(words);
        }
        return result;
      } catch (thrown) {
        setError(toApiError(thrown));
        if (options.quiet !== true) {
          notify.error(options.failed(...args), thrown);
        }
        return undefined;
      } finally {
        setBusy(false);
        options.invalidates?.forEach((prefix) => queries.invalidate(prefix));
      }
    },
    [client, queries, latest]
  );
  return { run, busy, error };
}

import { useCallback, useState } from 'react';
import type { ApiError, Client } from '../../contract/client.ts';
import { useAppServices } from './appContext';
import { toApiError } from './apiError';
import { notify } from './notify';
import { useLatest } from './useLatest';

// The types follow from `act` alone: were they inferred from the words too, a sentence without arguments would decide.
 
type Act = (client: Client, ...args: any[]) => Promise<unknown>;
type ArgsOf<F extends Act> = F extends (client: Client, ...args: infer A) => Promise<unknown> ? A : never;
type ResultOf<F extends Act> = Awaited<ReturnType<F>>;

interface ActionOptions<F extends Act> {
  /** What failed, as the title of the toast: "web1 was not deleted". */
  failed: (...args: ArgsOf<F>) => string;
  /** What changed; no toast without it. */
  done?: (result: ResultOf<F>) => string;
  /** What follows when it worked, such as leaving the page. */
  after?: (result: ResultOf<F>) => void;
  /** Beginnings of the keys of queries that this may have changed. */
  invalidates?: string[];
  /** The caller shows the error itself, so no toast. */
  quiet?: boolean;
}

export interface Action<F extends Act> {
  /** Resolves to undefined when it failed: the person was told already. */
  run: (...args: ArgsOf<F>) => Promise<ResultOf<F> | undefined>;
  busy: boolean;
  error: ApiError | undefined;
}

/** A change that a person asked for: runs it once, tells how it went, and reads again what it touched. */
export function useAction<F extends Act>(act: F, options: ActionOptions<F>): Action<F> {
  const { client, queries } = useAppServices();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const latest = useLatest({ act, options });
  const run = useCallback(
    async (...args: ArgsOf<F>): Promise<ResultOf<F> | undefined> => {
      const { act, options } = latest.current;
      setBusy(true);
      setError(undefined);
      try {
        const result = (await act(client, ...args)) as ResultOf<F>;
        const words = options.done?.(result);
        if (words !== undefined) {
          notify.success(words);
        }
        options.after?.(result);
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

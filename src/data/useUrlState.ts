import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** `push` makes a step that Back takes back: another view of the page. What is typed and picked replaces: nobody wants to go back letter by letter. */
type Step = 'push' | 'replace';

/** State kept in the address, so that back, reload and a shared link show the same; defaults are left out of it. */
export function useUrlState<T extends Record<string, string>>(defaults: T): [T, (change: Partial<T>, step?: Step) => void] {
  const [search, setSearch] = useSearchParams();
  const present = search.toString();
  const stable = JSON.stringify(defaults);
  const state = useMemo(() => {
    const read = new URLSearchParams(present);
    return Object.fromEntries(Object.entries(JSON.parse(stable) as T).map(([name, value]) => [name, read.get(name) ?? value])) as T;
  }, [present, stable]);
  const change = useCallback(
    (next: Partial<T>, step: Step = 'replace') =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(next)) {
            if (value === undefined || value === (JSON.parse(stable) as T)[name]) {
              after.delete(name);
            } else {
              after.set(name, String(value));
            }
          }
          return after;
        },
        { replace: step === 'replace' }
      ),
    [setSearch, stable]
  );
  return [state, change];
}

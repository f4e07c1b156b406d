import { useLayoutEffect, useRef } from 'react';

/** The newest value for callbacks that must stay the same between renders. */
export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value);
  useLayoutEffect(() => {
    ref.current = value;
  });
  return ref;
}

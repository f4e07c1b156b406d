import { useLayoutEffect, useState } from 'react';

export interface Place {
  /** From the top of the page. */
  top: number;
  width: number;
}

/** Where an element stands in the page, and the ref that it takes; kept true when something above it grows or goes away. */
export function usePlace(): [Place, (element: HTMLElement | null) => void] {
  // A state and not a ref: a list that was empty gets its element later.
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [place, setPlace] = useState<Place>({ top: 0, width: 0 });
  useLayoutEffect(() => {
    if (element === null) {
      return undefined;
    }
    const measure = () => {
      const now = { width: element.clientWidth, top: Math.round(element.getBoundingClientRect().top + window.scrollY) };
      setPlace((before) => (before.top === now.top && before.width === now.width ? before : now));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // Its height is that of everything in it.
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return [place, setElement];
}

import { useLayoutEffect, useState, type RefObject } from 'react';

export interface Place {
  /** From the top of the page. */
  top: number;
  width: number;
}

/** Where an element stands in the page; kept true when something above it grows or goes away. */
export function usePlace(of: RefObject<HTMLElement | null>): Place {
  const [place, setPlace] = useState<Place>({ top: 0, width: 0 });
  useLayoutEffect(() => {
    const element = of.current;
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
  }, [of]);
  return place;
}

import { useEffect, useState } from 'react';

/** Gives the focus back, when a dialog closes, to what had it when it opened: Grafana's dialogs leave it nowhere. */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) {
        opener.focus();
      }
    },
    [opener]
  );
}

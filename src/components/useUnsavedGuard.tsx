import React, { useEffect, useRef, useState } from 'react';
import { locationService } from '@grafana/runtime';
import { ConfirmModal } from '@grafana/ui';

/** Asks before changes are lost by leaving; returns the dialog to render. */
export function useUnsavedGuard(dirty: boolean): React.ReactNode {
  const [wanted, setWanted] = useState<string>();
  const unblock = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    if (!dirty) {
      return undefined;
    }
    const stop = locationService.getHistory().block((location: { pathname: string; search: string; hash: string }) => {
      setWanted(location.pathname + location.search + location.hash);
      return false;
    });
    unblock.current = stop;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      stop();
      window.removeEventListener('beforeunload', warn);
    };
  }, [dirty]);
  const leave = () => {
    unblock.current?.();
    if (wanted !== undefined) {
      locationService.push(wanted);
    }
  };
  return (
    <ConfirmModal
      isOpen={wanted !== undefined}
      title="Leave without saving?"
      body="What you changed on this page is lost."
      confirmText="Leave"
      dismissText="Stay"
      onConfirm={leave}
      onDismiss={() => setWanted(undefined)}
    />
  );
}

import React, { useEffect, useRef, useState } from 'react';
import { locationService } from '@grafana/runtime';
import { ConfirmModal } from '@grafana/ui';
import { useFocusBack } from './useFocusBack';

interface UnsavedGuard {
  /** To be rendered outside of the form: the dialog has one of its own, and React lets what is sent there bubble up. */
  dialog: React.ReactNode;
  /** Leaves at once, or after the person agreed to lose what was changed. */
  ask: (leave: () => void) => void;
}

/** Asks before changes are lost by leaving the page, or by what is passed to `ask`. */
export function useUnsavedGuard(dirty: boolean): UnsavedGuard {
  const [wanted, setWanted] = useState<{ leave: () => void }>();
  const unblock = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    if (!dirty) {
      return undefined;
    }
    const stop = locationService.getHistory().block(({ pathname, search, hash }: { pathname: string; search: string; hash: string }) => {
      setWanted({ leave: () => locationService.push(pathname + search + hash) });
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
    setWanted(undefined);
    wanted?.leave();
  };
  return {
    ask: (leave) => (dirty ? setWanted({ leave }) : leave()),
    dialog: wanted !== undefined && <LeaveDialog onLeave={leave} onStay={() => setWanted(undefined)} />,
  };
}

function LeaveDialog({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  useFocusBack();
  return <ConfirmModal isOpen title="Leave without saving?" body="What you changed here is lost." confirmText="Leave" dismissText="Stay" onConfirm={onLeave} onDismiss={onStay} />;
}

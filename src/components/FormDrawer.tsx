import React, { type ReactNode } from 'react';
import { Drawer } from '@grafana/ui';
import { useUnsavedGuard } from './useUnsavedGuard';

interface FormDrawerProps {
  title: string;
  subtitle?: string;
  /** Whether closing would lose something: not while it is being saved, as what follows may lead elsewhere. */
  dirty: boolean;
  onClose: () => void;
  /** Gets what its own way out, such as Cancel, calls. */
  children: (close: () => void) => ReactNode;
}

/** A drawer with a form: by whichever way it is closed, it asks before changes are lost. */
export function FormDrawer({ title, subtitle, dirty, onClose, children }: FormDrawerProps) {
  const { dialog, ask } = useUnsavedGuard(dirty);
  const close = () => ask(onClose);
  return (
    <>
      <Drawer title={title} subtitle={subtitle} onClose={close} size="md">
        {children(close)}
      </Drawer>
      {/* Beside it: Escape in the dialog would bubble up and close the drawer as well. */}
      {dialog}
    </>
  );
}

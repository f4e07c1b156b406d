import React, { useEffect } from 'react';
import { ConfirmModal } from '@grafana/ui';
import { useFocusBack } from './useFocusBack';

interface ConfirmDeleteProps {
  name: string;
  /** What else goes with it. */
  body: string;
  /** What is done to it, when that is not called deleting. */
  verb?: string;
  /** What is typed, when that is not the name. */
  typed?: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

/** Asks to type the name: what is deleted can not be brought back. */
export function ConfirmDelete({ name, body, verb = 'Delete', typed = name, onConfirm, onDismiss }: ConfirmDeleteProps) {
  useFocusBack();
  // ConfirmModal focuses its button, then disables it, which leaves the keyboard nowhere (ConfirmContent.tsx of Grafana 12.3).
  useEffect(() => {
    document.querySelector<HTMLInputElement>('[role="dialog"] input')?.focus();
  }, []);
  return (
    <ConfirmModal isOpen title={`${verb} ${name}`} body={body} confirmationText={typed} confirmText={verb} onConfirm={onConfirm} onDismiss={onDismiss} />
  );
}

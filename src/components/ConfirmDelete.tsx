import React from 'react';
import { ConfirmModal } from '@grafana/ui';

interface ConfirmDeleteProps {
  name: string;
  /** What else goes with it. */
  body: string;
  /** What is done to it, when that is not called deleting. */
  verb?: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

/** Asks to type the name: what is deleted can not be brought back. */
export function ConfirmDelete({ name, body, verb = 'Delete', onConfirm, onDismiss }: ConfirmDeleteProps) {
  return (
    <ConfirmModal isOpen title={`${verb} ${name}`} body={body} confirmationText={name} confirmText={verb} onConfirm={onConfirm} onDismiss={onDismiss} />
  );
}

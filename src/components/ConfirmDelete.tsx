import React from 'react';
import { ConfirmModal } from '@grafana/ui';

interface ConfirmDeleteProps {
  name: string;
  /** What else goes with it. */
  body: string;
  onConfirm: () => void;
  onDismiss: () => void;
}

/** Asks to type the name: what is deleted can not be brought back. */
export function ConfirmDelete({ name, body, onConfirm, onDismiss }: ConfirmDeleteProps) {
  return (
    <ConfirmModal isOpen title={`Delete ${name}`} body={body} confirmationText={name} confirmText="Delete" onConfirm={onConfirm} onDismiss={onDismiss} />
  );
}

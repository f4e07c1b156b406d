import React, { type ReactNode } from 'react';
import { Alert, Button, Stack } from '@grafana/ui';
import type { ApiError } from '../../contract/client.ts';
import { FormDrawer } from './FormDrawer';

interface RecordDrawerProps {
  title: string;
  noun: string;
  /** The first thing that keeps it from being saved, after it was tried; for forms whose fields do not say it themselves. */
  problem?: string | undefined;
  error: ApiError | undefined;
  busy: boolean;
  /** As FormDrawer means it. */
  dirty: boolean;
  onSave: () => void;
  onDone: () => void;
  children: ReactNode;
}

/** A drawer that makes or changes one record: fields in one column, what is wrong, save and cancel. */
export function RecordDrawer({ title, noun, problem, error, busy, dirty, onSave, onDone, children }: RecordDrawerProps) {
  return (
    <FormDrawer title={title} dirty={dirty} onClose={onDone}>
      {(close) => (
        <Stack direction="column" gap={2}>
          {children}
          {problem !== undefined && <Alert severity="error" title={problem} />}
          {error !== undefined && (
            <Alert severity="error" title={`The ${noun} was not saved`}>
              {error.message} ({error.code})
            </Alert>
          )}
          <Stack gap={1}>
            <Button disabled={busy} onClick={onSave}>
              Save {noun}
            </Button>
            <Button variant="secondary" fill="text" onClick={close}>
              Cancel
            </Button>
          </Stack>
        </Stack>
      )}
    </FormDrawer>
  );
}

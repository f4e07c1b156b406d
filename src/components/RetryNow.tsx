import React from 'react';
import { Button } from '@grafana/ui';
import type { ServerStatus } from '../../contract/status.ts';
import { can } from '../data/permissions';
import { useAction } from '../data/useAction';

/** Polls at once instead of at the next attempt; only where that can help, and for those who may. */
export function RetryNow({ status, size = 'sm' }: { status: ServerStatus; size?: 'sm' | 'md' }) {
  const retry = useAction((client) => client.startMonitor({ params: { id: status.id } }), {
    failed: () => `${status.name} was not polled`,
    done: () => `Polling ${status.name} now`,
    invalidates: ['status', 'servers'],
  });
  const keys = status.reason?.includes('host_key') === true;
  if (!can('operate') || keys || status.state === 'up' || status.reason === 'disabled') {
    return null;
  }
  return (
    <Button size={size} variant="secondary" disabled={retry.busy} onClick={() => void retry.run()}>
      {status.reason === 'stopped' ? 'Start monitoring' : 'Retry now'}
    </Button>
  );
}

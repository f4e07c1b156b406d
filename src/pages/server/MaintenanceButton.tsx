import React, { useState } from 'react';
import { Button, LinkButton } from '@grafana/ui';
import type { MaintenanceWindow } from '../../../contract/maintenance.ts';
import type { Server } from '../../../contract/server.ts';
import { etag } from '../../data/etag';
import { paths } from '../../data/paths';
import { useAction } from '../../data/useAction';
import { useMaintenance } from '../../data/useEscalation';
import { activeMaintenance, isOnlyFor } from './activeMaintenance';
import { MaintenanceModal } from './MaintenanceModal';

/** Begins a time in which nobody is told about this server, or ends it. */
export function MaintenanceButton({ server }: { server: Server }) {
  const windows = useMaintenance();
  const [open, setOpen] = useState(false);
  const end = useAction(
    (client, { id, name, selector, reason, enabled, when, ...window }: MaintenanceWindow) =>
      client.replaceMaintenance({ params: { id }, body: { name, selector, reason, enabled, when: { ...when, to: new Date().toISOString() } as typeof when }, ifMatch: etag(window) }),
    { failed: () => `The maintenance of ${server.name} was not ended`, done: () => `Maintenance of ${server.name} ended`, invalidates: ['maintenance'] }
  );
  const [active] = activeMaintenance(windows.data ?? [], server);
  if (active === undefined) {
    return (
      <>
        <Button variant="secondary" icon="wrench" onClick={() => setOpen(true)}>
          Maintenance
        </Button>
        {open && <MaintenanceModal server={server} onDone={() => setOpen(false)} />}
      </>
    );
  }
  return isOnlyFor(active, server) ? (
    <Button variant="secondary" icon="wrench" disabled={end.busy} onClick={() => void end.run(active)}>
      End maintenance
    </Button>
  ) : (
    <LinkButton variant="secondary" icon="wrench" href={paths.alerts('maintenance')}>
      Maintenance: {active.name}
    </LinkButton>
  );
}

import React, { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { locationUtil } from '@grafana/data';
import { Dropdown, IconButton, LinkButton, Menu, Stack } from '@grafana/ui';
import type { Server } from '../../../contract/server.ts';
import type { ServerStatus } from '../../../contract/status.ts';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { MaintenanceButton } from './MaintenanceButton';
import { RetryNow } from '../../components/RetryNow';
import { etag } from '../../data/etag';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';

/** What can be done with this server, by those who may. */
export function ServerActions({ server, status }: { server: Server; status: ServerStatus }) {
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const invalidates = ['servers', 'status'];
  const stop = useAction((client) => client.stopMonitor({ params: { id: server.id } }), { failed: () => `Monitoring of ${server.name} was not stopped`, done: () => `Monitoring of ${server.name} stopped`, invalidates });
  const toggle = useAction((client) => client.toggleServer({ params: { id: server.id } }), { failed: () => `${server.name} was not changed`, done: ({ enabled }) => `${server.name} ${enabled ? 'enabled' : 'disabled'}`, invalidates });
  const remove = useAction((client) => client.deleteServer({ params: { id: server.id }, ifMatch: etag(server) }), { failed: () => `${server.name} was not deleted`, done: () => `${server.name} deleted`, after: () => navigate(locationUtil.stripBaseFromUrl(paths.fleet())), invalidates });
  const menu = () => (
    <Menu>
      {can('operate') && status.reason !== 'stopped' && <Menu.Item label="Stop monitoring" icon="pause" onClick={() => void stop.run()} />}
      {can('admin') && (
        <>
          <Menu.Item label={server.enabled ? 'Disable' : 'Enable'} icon="power" onClick={() => void toggle.run()} />
          <Menu.Divider />
          <Menu.Item label={`Delete ${server.name}`} icon="trash-alt" destructive onClick={() => setDeleting(true)} />
        </>
      )}
    </Menu>
  );
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      <RetryNow status={status} size="md" />
      {can('operate') && (
        <LinkButton variant="secondary" icon="play" href={paths.server(server.id, 'commands')}>
          Run command
        </LinkButton>
      )}
      {can('operate') && <MaintenanceButton server={server} />}
      {can('admin') && (
        <LinkButton variant="secondary" icon="pen" href={paths.editServer(server.id)}>
          Edit
        </LinkButton>
      )}
      {can('operate') && (
        <Dropdown overlay={menu} placement="bottom-end">
          <IconButton name="ellipsis-v" size="lg" aria-label="More actions" />
        </Dropdown>
      )}
      {deleting && <ConfirmDelete name={server.name} body="Its credential, pinned keys, history, specs and runs go with it." onConfirm={() => {
            setDeleting(false);
            void remove.run();
          }} onDismiss={() => setDeleting(false)} />}
    </Stack>
  );
}

import React from 'react';
import { Badge } from '@grafana/ui';
import type { MaintenanceWindow } from '../../../contract/maintenance.ts';
import { Ago } from '../../components/Ago';
import { etag } from '../../data/etag';
import { useMaintenance } from '../../data/useEscalation';
import { useServers } from '../../data/useServers';
import { cronText } from './cronRule';
import { MaintenanceCalendar } from './MaintenanceCalendar';
import { MaintenanceEditor } from './MaintenanceEditor';
import { RecordPage } from './RecordPage';

/** When nobody is to be told. */
export function MaintenancePage() {
  const servers = useServers(60_000);
  const nameOf = (id: string) => servers.data?.find((one) => one.id === id)?.name ?? (servers.data === undefined ? '…' : 'a deleted server');
  const whom = ({ selector }: MaintenanceWindow) =>
    selector.all ? 'all servers' : [...Object.entries(selector.tags).map((tag) => tag.join('=')), ...selector.servers.map(nameOf)].join(', ');
  const when = ({ when: rule }: MaintenanceWindow) => (rule.type === 'once' ? 'once' : `${cronText(rule.cron)} for ${rule.lasts}, ${rule.timeZone}`);
  return (
    <RecordPage
      part="maintenance"
      noun="maintenance window"
      about="While a window is open nobody is told of these servers; incidents are kept and marked."
      query={useMaintenance()}
      permission="operate"
      above={(onOpen) => <MaintenanceCalendar onOpen={onOpen} />}
      head={['State', 'Name', 'For', 'When', 'Begins', 'Ends', 'Reason']}
      row={(window) => [
        <Badge key="state" text={window.active ? 'open now' : !window.enabled ? 'off' : window.nextFrom === null ? 'over' : 'planned'} color={window.active ? 'orange' : 'blue'} />,
        window.name,
        whom(window),
        when(window),
        <Ago key="from" at={window.nextFrom} never="–" />,
        <Ago key="to" at={window.nextTo} never="–" />,
        window.reason,
      ]}
      remove={(client, window) => client.deleteMaintenance({ params: { id: window.id }, ifMatch: etag(window) })}
      removing="People are told again at once."
      invalidates={['maintenance']}
      Editor={MaintenanceEditor}
    />
  );
}

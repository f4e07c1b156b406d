import React, { useMemo } from 'react';
import { Checkbox, TextLink } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { Ago } from '../../components/Ago';
import { VirtualTable, type Column } from '../../components/VirtualTable';
import { paths } from '../../data/paths';
import { useContacts } from '../../data/useEscalation';
import { IncidentState, SeverityBadge } from '../../components/IncidentBadges';
import { personName } from '../../components/personName';
import { resolutionText } from './resolutionText';

interface IncidentTableProps {
  incidents: Incident[];
  empty: string;
  /** What the last column is called. */
  last?: string;
  /** Absent: nothing can be chosen. */
  chosen?: ReadonlySet<string>;
  onChoose?: (chosen: ReadonlySet<string>) => void;
}

export function IncidentTable({ incidents, empty, last = 'Who and what next', chosen, onChoose }: IncidentTableProps) {
  const contacts = useContacts().data;
  const columns = useMemo((): Array<Column<Incident>> => {
    const nameOf = (id: string) => contacts?.find((one) => one.id === id)?.name ?? 'a contact';
    const all = chosen !== undefined && incidents.length > 0 && incidents.every(({ id }) => chosen.has(id));
    const toggle = (id: string) => {
      const next = new Set(chosen);
      if (!next.delete(id)) {
        next.add(id);
      }
      onChoose?.(next);
    };
    const choose: Array<Column<Incident>> =
      chosen === undefined
        ? []
        : [
            {
              id: 'choose',
              title: 'Choose',
              corner: true,
              head: <Checkbox aria-label="Choose all" value={all} onChange={() => onChoose?.(all ? new Set() : new Set(incidents.map(({ id }) => id)))} />,
              width: '32px',
              cell: ({ id, summary }) => <Checkbox aria-label={`Choose ${summary}`} value={chosen.has(id)} onChange={() => toggle(id)} />,
            },
          ];
    return [
      ...choose,
      { id: 'severity', title: 'Severity', width: '110px', cell: (one) => <SeverityBadge severity={one.severity} /> },
      { id: 'what', title: 'What', width: 'minmax(0, 3fr)', cell: ({ summary }) => summary, link: ({ id }) => paths.alerts(`incidents/${id}`) },
      { id: 'state', title: 'State', width: 'minmax(130px, 1fr)', cell: (one) => <IncidentState incident={one} /> },
      { id: 'server', title: 'Server', width: 'minmax(0, 1fr)', cell: (one) => (one.serverId === null ? (one.serverName ?? '–') : <TextLink href={paths.server(one.serverId, 'alerts')}>{one.serverName ?? one.serverId}</TextLink>) },
      { id: 'since', title: 'Since', width: '130px', cell: (one) => <Ago at={one.startedAt} /> },
      { id: 'next', title: last, width: 'minmax(0, 1fr)', cell: (one) => nextOf(one, nameOf) },
    ];
  }, [incidents, chosen, onChoose, contacts, last]);
  return <VirtualTable label="Incidents" columns={columns} rows={incidents} rowKey={({ id }) => id} empty={empty} />;
}

function nextOf({ state, acknowledgedBy, assignee, resolution, escalation }: Incident, nameOf: (contact: string) => string) {
  if (state === 'resolved') {
    return resolution === null ? '' : resolutionText[resolution];
  }
  const taken = [...(state === 'acknowledged' && acknowledgedBy !== null ? [`taken by ${personName(acknowledgedBy)}`] : []), ...(assignee === null ? [] : [`assigned to ${nameOf(assignee)}`])].join(', ');
  return state === 'acknowledged' || escalation === null || escalation.nextAt === null ? taken : (
    <>
      {taken} tells {escalation.nextContacts.join(', ')} <Ago at={escalation.nextAt} />
    </>
  );
}

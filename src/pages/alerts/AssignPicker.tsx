import React from 'react';
import type { Incident } from '../../../contract/incident.ts';
import { Picker } from '../../components/Picker';
import { can } from '../../data/permissions';
import { useContacts } from '../../data/useEscalation';
import { useIncidentActions } from '../../data/useIncidentActions';

/** Who takes care: chosen by those who may, read by the others. */
export function AssignPicker({ incident }: { incident: Incident }) {
  const contacts = useContacts().data;
  const { assign } = useIncidentActions();
  const { assignee } = incident;
  const name = contacts?.find(({ id }) => id === assignee)?.name;
  if (!can('operate') || incident.state === 'resolved') {
    return <>{assignee === null ? 'nobody' : (name ?? 'a contact that was deleted')}</>;
  }
  if (contacts?.length === 0) {
    return <>nobody; there are no contacts yet</>;
  }
  return (
    <Picker
      label="Assigned to"
      width={24}
      disabled={assign.busy || contacts === undefined}
      options={[{ value: '', label: 'Nobody' }, ...(contacts ?? []).map(({ id, name: label }) => ({ value: id, label }))]}
      value={name === undefined ? '' : (assignee ?? '')}
      onChange={({ value }) => void assign.run(incident, value === '' ? null : value)}
    />
  );
}

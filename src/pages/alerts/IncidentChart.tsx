import React, { useMemo } from 'react';
import type { Incident } from '../../../contract/incident.ts';
import { useClient } from '../../data/appContext';
import { useLimits } from '../../data/useLimits';
import { provideHistory } from '../../viz/historySource';
import { incidentScene } from '../../viz/incidentScene';
import { SceneView } from '../../viz/SceneView';

/** What was measured around an incident, from the exporter's own history, with the limit in force. */
export default function IncidentChart({ incident, server }: { incident: Incident; server: string }) {
  const client = useClient();
  const limits = useLimits(server).data;
  const own = limits?.find((one) => one.check === incident.check && (one.item ?? null) === incident.item);
  const [warning, critical] = own === undefined || !own.enabled ? [null, incident.limit] : [own.warning, own.critical];
  const { check, startedAt } = incident;
  const scene = useMemo(() => {
    provideHistory(client);
    return incidentScene(server, { check, startedAt }, { check: check ?? '', warning, critical });
  }, [client, server, check, startedAt, warning, critical]);
  return scene === undefined ? null : <SceneView scene={scene} />;
}

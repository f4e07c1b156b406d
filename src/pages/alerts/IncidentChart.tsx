import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { checks, type CheckId } from '../../../contract/check.ts';
import type { Incident } from '../../../contract/incident.ts';
import { incidentSubject } from '../../../contract/incidentSubject.ts';
import { useClient } from '../../data/appContext';
import { useLimits } from '../../data/useLimits';
import { useServerMetrics } from '../../data/useServerMetrics';
import { provideHistory } from '../../viz/historySource';
import { incidentScene } from '../../viz/incidentScene';
import { SceneView } from '../../viz/SceneView';

/** A scene fills the height it is given, and takes that of the window where it is given none. */
const box = css({ display: 'flex', flexDirection: 'column', height: 296, '& > *': { minHeight: 0 } });

/** What was measured around an incident, from the exporter's own history, with the limit in force. */
export default function IncidentChart({ incident, server }: { incident: Incident; server: string }) {
  const client = useClient();
  const limits = useLimits(server).data;
  const threads = useServerMetrics(server, 60_000).data?.vitals?.cpu?.threads ?? 0;
  const own = limits?.find((one) => one.check === incident.check && (one.item ?? null) === incident.item);
  const fired = { warning: null, critical: null, [incident.severity]: incident.limit };
  const { warning, critical } = own === undefined || !own.enabled ? fired : own;
  const { check, item, title, startedAt, resolvedAt } = incident;
  const scene = useMemo(() => {
    const subject = incidentSubject({ check, item }, threads);
    if (subject === undefined || check === null) {
      return undefined;
    }
    provideHistory(client);
    const unit = subject.limit ? checks[check as CheckId].unit : subject.unit === '%' ? 'percent' : 'short';
    return incidentScene({ server, title: [title, item].filter(Boolean).join(' · '), unit, subject, limit: { check, warning, critical }, startedAt, resolvedAt });
  }, [client, server, check, item, title, startedAt, resolvedAt, threads, warning, critical]);
  return scene === undefined ? null : (
    <div className={box}>
      <SceneView scene={scene} />
    </div>
  );
}

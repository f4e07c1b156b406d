import React, { useMemo } from 'react';
import { useClient } from '../../data/appContext';
import { useLimits } from '../../data/useLimits';
import { historyScene } from '../../viz/historyScene';
import { provideHistory } from '../../viz/historySource';
import { SceneView } from '../../viz/SceneView';

/** The last hours from the exporter's own store, with the limits in force. */
export default function HistoryGraphs({ server }: { server: string }) {
  const client = useClient();
  const limits = useLimits(server).data;
  const known = JSON.stringify(limits?.filter(({ item, enabled }) => item === null && enabled).map(({ check, warning, critical }) => ({ check, warning, critical })) ?? []);
  const scene = useMemo(() => {
    provideHistory(client);
    return historyScene(server, JSON.parse(known));
  }, [client, server, known]);
  return <SceneView scene={scene} />;
}

import React, { useEffect, useMemo } from 'react';
import { useClient } from '../../data/appContext';
import { useLimits } from '../../data/useLimits';
import { historyScene } from '../../viz/historyScene';
import { provideHistory } from '../../viz/historySource';
import { MarksLayer } from '../../viz/marksLayer';
import { SceneView } from '../../viz/SceneView';
import { useMarks } from './useMarks';

/** The last hours from the exporter's own store, with the limits in force, and what happened meanwhile. */
export default function HistoryGraphs({ server, without }: { server: string; without: string[] }) {
  const client = useClient();
  const limits = useLimits(server).data;
  const marks = useMarks(server);
  const known = JSON.stringify(limits?.filter(({ item, enabled }) => item === null && enabled).map(({ check, warning, critical }) => ({ check, warning, critical })) ?? []);
  const left = without.join();
  const [scene, layer] = useMemo(() => {
    provideHistory(client);
    const layer = new MarksLayer();
    return [historyScene(server, { limits: JSON.parse(known), marks: layer, without: left.split(',') }), layer] as const;
  }, [client, server, known, left]);
  useEffect(() => layer.show(marks), [layer, marks]);
  return <SceneView scene={scene} />;
}

import React, { useEffect, useMemo } from 'react';
import { MarksLayer } from '../../viz/marksLayer';
import { metricsScene } from '../../viz/metricsScene';
import { SceneView } from '../../viz/SceneView';
import { useMarks } from './useMarks';

interface MetricsGraphsProps {
  server: { id: string; name: string };
  group: string;
  prometheusUid: string;
}

/** One subject of Prometheus's metrics, with what happened to the server meanwhile. */
export default function MetricsGraphs({ server: { id, name }, group, prometheusUid }: MetricsGraphsProps) {
  const marks = useMarks(id);
  const [scene, layer] = useMemo(() => {
    const layer = new MarksLayer();
    return [metricsScene(name, group, prometheusUid, layer), layer] as const;
  }, [name, group, prometheusUid]);
  useEffect(() => layer.show(marks), [layer, marks]);
  return <SceneView key={group} scene={scene} />;
}

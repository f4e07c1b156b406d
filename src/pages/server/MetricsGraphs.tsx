import React, { useMemo } from 'react';
import { metricsScene } from '../../viz/metricsScene';
import { SceneView } from '../../viz/SceneView';

interface MetricsGraphsProps {
  serverName: string;
  group: string;
  prometheusUid: string;
}

export default function MetricsGraphs({ serverName, group, prometheusUid }: MetricsGraphsProps) {
  const scene = useMemo(() => metricsScene(serverName, group, prometheusUid), [serverName, group, prometheusUid]);
  return <SceneView key={group} scene={scene} />;
}

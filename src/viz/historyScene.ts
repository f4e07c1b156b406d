import { PanelBuilders, SceneQueryRunner, type EmbeddedScene, type VizPanel } from '@grafana/scenes';
import { ThresholdsMode } from '@grafana/data';
import { GraphThresholdsStyleMode, LegendDisplayMode, TooltipDisplayMode } from '@grafana/schema';
import { paths } from '../data/paths';
import { historyGraphs, type HistoryGraph } from '../queries/historyGraphs';
import { graphScene } from './graphScene';
import type { MarksLayer } from './marksLayer';
import { historySourceRef } from './historySource';

export interface Limit {
  check: string;
  warning: number | null;
  critical: number | null;
}

interface HistorySceneOptions {
  limits: Limit[];
  marks: MarksLayer;
  /** Ids of graphs that have nothing to show on this server. */
  without: string[];
}

/** The overview's graphs of one server: its own history, its limits as lines, a way to the logs of a moment. */
export function historyScene(server: string, { limits, marks, without }: HistorySceneOptions): EmbeddedScene {
  return graphScene({ from: 'now-6h', marks, panels: historyGraphs.filter(({ id }) => !without.includes(id)).map((graph) => historyPanel(server, graph, limits.find(({ check }) => check === graph.check))) });
}

function historyPanel(server: string, graph: HistoryGraph, limit: Limit | undefined): VizPanel {
  const builder = PanelBuilders.timeseries()
    .setTitle(graph.title)
    .setUnit(graph.unit)
    .setOption('legend', { displayMode: LegendDisplayMode.List, showLegend: graph.reads.length > 1 || graph.reads.some(({ label }) => label !== undefined), placement: 'bottom', calcs: [] })
    .setOption('tooltip', { mode: TooltipDisplayMode.Multi })
    .setCustomFieldConfig('fillOpacity', 8)
    .setCustomFieldConfig('spanNulls', false)
    .setLinks([{ title: 'Logs around this', url: `${paths.logs()}?servers=${encodeURIComponent(server)}&at=\${__value.time}` }])
    .setData(new SceneQueryRunner({ datasource: historySourceRef, queries: [{ refId: 'A', server, graph: graph.id }] }));
  if (graph.min !== undefined) {
    builder.setMin(graph.min);
  }
  if (graph.max !== undefined) {
    builder.setMax(graph.max);
  }
  const steps = limitSteps(limit);
  if (steps.length > 0) {
    builder.setThresholds({ mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'transparent' }, ...steps] });
    builder.setCustomFieldConfig('thresholdsStyle', { mode: GraphThresholdsStyleMode.Dashed });
  }
  return builder.build();
}

/** Grafana's named colours follow the theme. */
export function limitSteps(limit: Limit | undefined) {
  const steps = [
    { value: limit?.warning ?? null, color: 'orange' },
    { value: limit?.critical ?? null, color: 'red' },
  ];
  return steps.filter((step): step is { value: number; color: string } => step.value !== null);
}

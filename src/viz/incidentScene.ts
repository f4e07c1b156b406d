import { PanelBuilders, SceneQueryRunner, type EmbeddedScene } from '@grafana/scenes';
import { ThresholdsMode } from '@grafana/data';
import { GraphThresholdsStyleMode, LegendDisplayMode, TooltipDisplayMode } from '@grafana/schema';
import type { IncidentSubject } from '../../contract/incidentSubject.ts';
import { paths } from '../data/paths';
import { graphScene } from './graphScene';
import { limitSteps, type Limit } from './historyScene';
import { historySourceRef } from './historySource';

interface IncidentGraph {
  server: string;
  title: string;
  unit: string;
  subject: IncidentSubject;
  limit: Limit | undefined;
  startedAt: string;
  resolvedAt: string | null;
}

const hour = 3_600_000;

/** What was measured around an incident: from two hours before it, to now or until an hour after its end, with its limit drawn in. */
export function incidentScene({ server, title, unit, subject, limit, startedAt, resolvedAt }: IncidentGraph): EmbeddedScene {
  const builder = PanelBuilders.timeseries()
    .setTitle(title)
    .setUnit(unit)
    .setOption('legend', { displayMode: LegendDisplayMode.List, showLegend: subject.labels.length === 0, placement: 'bottom', calcs: [] })
    .setOption('tooltip', { mode: TooltipDisplayMode.Multi })
    .setCustomFieldConfig('fillOpacity', 8)
    .setCustomFieldConfig('spanNulls', false)
    .setLinks([{ title: 'Logs around this', url: `${paths.logs()}?servers=${encodeURIComponent(server)}&at=\${__value.time}` }])
    .setData(new SceneQueryRunner({ datasource: historySourceRef, queries: [{ refId: 'A', server, subject }] }));
  const steps = subject.limit ? limitSteps(limit) : [];
  if (steps.length > 0) {
    builder.setThresholds({ mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'transparent' }, ...steps] });
    builder.setCustomFieldConfig('thresholdsStyle', { mode: GraphThresholdsStyleMode.Dashed });
    // The line of the limit is to be seen, also while the values are far from it.
    builder.setCustomFieldConfig('axisSoftMin', Math.min(0, ...steps.map(({ value }) => value)));
    builder.setCustomFieldConfig('axisSoftMax', Math.max(...steps.map(({ value }) => value)) * 1.05);
  }
  const after = resolvedAt === null ? Infinity : Date.parse(resolvedAt) + hour;
  const to = after > Date.now() ? 'now' : new Date(after).toISOString();
  return graphScene({ from: new Date(Date.parse(startedAt) - 2 * hour).toISOString(), to, panels: [builder.build()] });
}

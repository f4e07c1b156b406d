import { PanelBuilders, VizPanelExploreButton, SceneQueryRunner, type VizPanel } from '@grafana/scenes';
import { GraphDrawStyle, LegendDisplayMode, StackingMode, TooltipDisplayMode, type DataSourceRef } from '@grafana/schema';
import type { Panel } from '../queries/panel';

/** A panel of the queries, in a scene, with the way into Explore. */
export function panelOf(panel: Panel, datasource: DataSourceRef): VizPanel {
  const builder = PanelBuilders.timeseries()
    .setTitle(panel.title)
    .setUnit(panel.unit)
    .setOption('legend', { displayMode: LegendDisplayMode.List, showLegend: true, placement: 'bottom', calcs: [] })
    .setOption('tooltip', { mode: TooltipDisplayMode.Multi })
    .setCustomFieldConfig('drawStyle', GraphDrawStyle.Line)
    .setCustomFieldConfig('fillOpacity', panel.stack === true ? 30 : 8)
    .setCustomFieldConfig('stacking', { mode: panel.stack === true ? StackingMode.Normal : StackingMode.None })
    .setHeaderActions([new VizPanelExploreButton()])
    .setData(
      new SceneQueryRunner({
        datasource,
        queries: panel.queries.map(({ expr, legend, instant }, at) => ({ refId: String.fromCharCode(65 + at), expr, legendFormat: legend, range: instant !== true, instant: instant === true })),
      })
    );
  if (panel.min !== undefined) {
    builder.setMin(panel.min);
  }
  if (panel.max !== undefined) {
    builder.setMax(panel.max);
  }
  if (panel.about !== undefined) {
    builder.setDescription(panel.about);
  }
  return builder.build();
}

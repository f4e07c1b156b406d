import { exporterPanels } from '../../src/queries/exporterPanels.ts';
import { fleetPanels } from '../../src/queries/fleetPanels.ts';
import type { Panel, PanelGroup } from '../../src/queries/panel.ts';
import { serverPanels } from '../../src/queries/serverPanels.ts';
import type { Generator } from '../generate.ts';

const datasource = { type: 'prometheus', uid: '${datasource}' };
const columns = 24;

interface Shape {
  uid: string;
  title: string;
  description: string;
  variables: object[];
  groups: PanelGroup[];
  links?: object[];
}

const prometheus = { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', refresh: 1, includeAll: false, multi: false, current: {}, hide: 0 };

const label = (name: string, title: string, query: string, many: boolean) => ({
  name,
  label: title,
  type: 'query',
  datasource,
  query: { query, refId: name },
  definition: query,
  refresh: 2,
  sort: 5,
  multi: many,
  includeAll: many,
  ...(many ? { allValue: '.*', current: { text: ['All'], value: ['$__all'] } } : { current: {} }),
});

const heights: Record<Panel['type'], number> = { timeseries: 8, stat: 8, bargauge: 8, table: 8 };
const widths: Record<Panel['type'], number> = { timeseries: 12, stat: 4, bargauge: 8, table: 24 };

function panelJson(panel: Panel, id: number, at: { x: number; y: number }) {
  const series = panel.type === 'timeseries';
  return {
    id,
    type: panel.type,
    title: panel.title,
    ...(panel.about === undefined ? {} : { description: panel.about }),
    datasource,
    gridPos: { ...at, w: widths[panel.type], h: heights[panel.type] },
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        ...(panel.min === undefined ? {} : { min: panel.min }),
        ...(panel.max === undefined ? {} : { max: panel.max }),
        // Grafana's own default calls everything above 80 red, an uptime too.
        ...(series ? {} : { thresholds: { mode: 'absolute', steps: (panel.steps ?? [[null, 'blue']]).map(([value, color]) => ({ value, color })) } }),
        ...(series ? { custom: { drawStyle: 'line', fillOpacity: panel.stack === true ? 30 : 8, stacking: { mode: panel.stack === true ? 'normal' : 'none' } } } : {}),
      },
      overrides: [],
    },
    options: series
      ? { legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] }, tooltip: { mode: 'multi', sort: 'desc' } }
      : { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, orientation: 'horizontal' },
    targets: panel.queries.map(({ expr, legend, instant }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat: legend,
      range: instant !== true,
      instant: instant === true,
    })),
  };
}

/** Panels from left to right, a row for each group. */
function layOut(groups: PanelGroup[]): object[] {
  let id = 0;
  let y = 0;
  return groups.flatMap(({ title, panels }) => {
    const row = { id: (id += 1), type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: columns, h: 1 }, panels: [] };
    y += 1;
    let x = 0;
    let height = 0;
    const placed = panels.map((panel) => {
      if (x + widths[panel.type] > columns) {
        x = 0;
        y += height;
        height = 0;
      }
      const json = panelJson(panel, (id += 1), { x, y });
      x += widths[panel.type];
      height = Math.max(height, heights[panel.type]);
      return json;
    });
    y += height;
    return [row, ...placed];
  });
}

const dashboardJson = ({ uid, title, description, variables, groups, links = [] }: Shape) => ({
  uid,
  title,
  description,
  tags: ['shellwatch'],
  editable: true,
  graphTooltip: 1,
  schemaVersion: 41,
  revision: 1,
  time: { from: 'now-6h', to: 'now' },
  refresh: '1m',
  links,
  templating: { list: [prometheus, ...variables] },
  annotations: { list: [] },
  panels: layOut(groups),
});

const server = label('server', 'Server', 'label_values(shellwatch_up, instance)', false);
const servers = label('server', 'Servers', 'label_values(shellwatch_up, instance)', true);
const job = label('job', 'Job', 'label_values(shellwatch_build_info, job)', true);

const shapes: Shape[] = [
  { uid: 'shellwatch-fleet', title: 'Shellwatch fleet', description: 'Every server that Shellwatch watches.', variables: [servers], groups: fleetPanels('instance=~"$server"') },
  { uid: 'shellwatch-server', title: 'Shellwatch server', description: 'One server in detail.', variables: [server], groups: serverPanels('instance="$server"') },
  { uid: 'shellwatch-exporter', title: 'Shellwatch exporter', description: 'Whether the exporter itself is well.', variables: [job], groups: exporterPanels('job=~"$job"') },
];

/** The dashboards that come with the app, made of the same queries as its pages. */
export const dashboards: Generator = () => shapes.map((shape) => ({ path: `src/dashboards/${shape.uid.replace('shellwatch-', '')}.json`, text: `${JSON.stringify(dashboardJson(shape), null, 2)}\n` }));

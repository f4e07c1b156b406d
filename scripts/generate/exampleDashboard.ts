import type { Generator } from '../generate.ts';

const source = { type: 'shellwatch-fleet-datasource', uid: '${source}' };

const variables = [
  { name: 'source', label: 'Data source', type: 'datasource', query: 'shellwatch-fleet-datasource', refresh: 1, current: {}, hide: 0 },
  { name: 'server', label: 'Server', type: 'query', datasource: source, query: 'servers', definition: 'servers', refresh: 2, sort: 5, current: {}, multi: false, includeAll: false },
  { name: 'filters', label: 'Tags', type: 'adhoc', datasource: source, filters: [], hide: 0 },
];

const panel = (id: number, type: string, title: string, at: [x: number, y: number, w: number, h: number], more: object) => ({
  id,
  type,
  title,
  gridPos: { x: at[0], y: at[1], w: at[2], h: at[3] },
  datasource: source,
  fieldConfig: { defaults: {}, overrides: [] },
  ...more,
});

const query = (more: object) => [{ refId: 'A', datasource: source, ...more }];

/** Shows what the nested data source and panels can do, on one page. */
export const exampleDashboard: Generator = () => [
  {
    path: 'provisioning/dashboards/examples/panels.json',
    text: `${JSON.stringify(
      {
        uid: 'shellwatch-examples',
        title: 'Shellwatch examples',
        description: 'The nested data source and panels.',
        tags: ['shellwatch'],
        schemaVersion: 41,
        editable: true,
        time: { from: 'now-1h', to: 'now' },
        refresh: '',
        templating: { list: variables },
        annotations: { list: [{ name: 'Incidents', enable: true, iconColor: 'red', datasource: source, target: { refId: 'Anno', kind: 'incidents', servers: '' } }, { name: 'Maintenance', enable: true, iconColor: 'blue', datasource: source, target: { refId: 'Anno', kind: 'maintenance', servers: '' } }] },
        panels: [
          panel(1, 'shellwatch-servergrid-panel', 'Servers', [0, 0, 12, 8], { options: { nameField: 'server', stateField: 'state', valueField: 'cpu', tileWidth: 180, onlyProblems: false }, targets: query({ kind: 'status', servers: '', live: true }) }),
          panel(2, 'timeseries', 'Vitals of $server', [0, 8, 24, 8], { targets: query({ kind: 'vitals', servers: '$server' }) }),
          panel(3, 'shellwatch-specs-panel', 'Specs of $server', [0, 16, 12, 9], { options: { server: '$server' } }),
          panel(4, 'shellwatch-command-panel', 'Command on $server', [12, 16, 12, 9], { options: { command: 'disk_check', servers: ['$server'], values: '', label: '', confirm: '', showOutput: true } }),
          panel(5, 'logs', 'Logs of $server', [0, 25, 12, 9], { options: { showTime: true, wrapLogMessage: true, sortOrder: 'Descending', enableLogDetails: true }, targets: query({ kind: 'logs', servers: '$server', sources: '', filter: '' }) }),
          panel(6, 'table', 'Hardware', [12, 25, 12, 9], { targets: query({ kind: 'specs', servers: '' }) }),
          panel(8, 'shellwatch-incidents-panel', 'Incidents', [12, 0, 12, 8], { options: { onlyWaiting: false, severity: 'all', showServer: false, acknowledge: true }, targets: query({ kind: 'incidents', servers: '', open: true }) }),
          panel(7, 'timeseries', 'Received', [0, 34, 24, 8], { fieldConfig: { defaults: { unit: 'binBps' }, overrides: [] }, targets: query({ kind: 'family', servers: '$server', family: 'node_network_receive_bytes_total', rate: true }) }),
        ],
      },
      null,
      2
    )}\n`,
  },
];

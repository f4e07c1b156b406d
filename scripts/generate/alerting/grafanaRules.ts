import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Check, CheckId } from '../../../contract/check.ts';
import type { Generator } from '../../generate.ts';
import { everyCheck, limitQuery, units, valueQuery } from './joined.ts';

const prometheus = { type: 'prometheus', uid: 'prometheus' };
const expression = { type: '__expr__', uid: '__expr__' };
const window = { from: 60, to: 0 };

const query = (refId: string, expr: string) => ({
  refId,
  datasourceUid: prometheus.uid,
  relativeTimeRange: window,
  model: { refId, datasource: prometheus, expr, instant: true, range: false, intervalMs: 1000, maxDataPoints: 43_200 },
});
const math = (refId: string, text: string) => ({ refId, datasourceUid: expression.uid, model: { refId, datasource: expression, type: 'math', expression: text } });

/** Fires above 0; with a hysteresis, what fires goes on until it is that far below 0. */
const threshold = (refId: string, of: string, hysteresis: number) => ({
  refId,
  datasourceUid: expression.uid,
  model: {
    refId,
    datasource: expression,
    type: 'threshold',
    expression: of,
    conditions: [{ evaluator: { type: 'gt', params: [0] }, ...(hysteresis > 0 ? { unloadEvaluator: { type: 'lt', params: [-hysteresis] } } : {}) }],
  },
});

/** Straight to the exporter, and again every 5 minutes: it tells people, and a message that was lost is made good. */
const toExporter = { receiver: 'shellwatch', group_by: ['grafana_folder', 'alertname', 'instance'], group_wait: '1s', group_interval: '10s', repeat_interval: '5m' };

/** States that say at once what is the matter are looked at more often. */
const quick = new Set<CheckId>(['server_down', 'host_key_changed', 'auth_paused', 'reboot']);

function summary({ title, unit, comparison, dimension, warning, critical }: Check): string {
  const where = `{{ $labels.instance }}${dimension === null ? '' : '{{ with $labels.item }} {{ . }}{{ end }}'}`;
  const yesOrNo = [warning, critical].every((limit) => limit === null || limit === 0) && comparison === 'above' && unit === 'short' && (warning ?? critical) === 0;
  const number = (ref: string) => `{{ printf "%.4g" $values.${ref}.Value }}${units[unit]}`;
  return `${where}: ${title}${yesOrNo ? '' : `, ${number('A')} is ${comparison} ${number('B')}`} ({{ $labels.severity }})`;
}

/** The panel of the shipped server dashboard that shows what a check measures, by its title. */
const panelTitles: Partial<Record<CheckId, string>> = {
  cpu: 'CPU by mode',
  memory: 'Memory used',
  swap: 'Swap used',
  load: 'Load',
  disk_space: 'Space used',
  disk_full_in: 'Space used',
  disk_inodes: 'Inodes used',
  disk_busy: 'Busy',
  network_errors: 'Errors',
  temperature: 'Temperature',
  time_drift: 'Clock offset',
  systemd_failed: 'Units by state',
};

interface Dashboard {
  uid: string;
  panels: Array<{ id: number; title: string }>;
}

/** Only these annotations make Grafana link an alert with a panel; the rule's own dashboard and panel ids do not. */
function panelOf(id: CheckId, { uid, panels }: Dashboard): Record<string, string> {
  const title = panelTitles[id];
  const panel = panels.find((one) => one.title === title);
  if (title !== undefined && panel === undefined) {
    throw new Error(`the dashboard ${uid} has no panel "${title}" for the check ${id}`);
  }
  return panel === undefined ? {} : { __dashboardUid__: uid, __panelId__: String(panel.id) };
}

const page = '{{ externalURL }}a/shellwatch-fleet-app';

const ruleFor = (dashboard: Dashboard) => ([id, check]: [CheckId, Check]) => {
  return {
    uid: `sw_${id}`,
    title: check.title,
    condition: 'D',
    for: check.for,
    keepFiringFor: '0s',
    missing_series_evals_to_resolve: 3,
    noDataState: 'KeepLast',
    execErrState: 'KeepLast',
    labels: { app: 'shellwatch', check: id },
    annotations: {
      summary: summary(check),
      description: check.about,
      value: '{{ $values.A.Value }}',
      limit: '{{ $values.B.Value }}',
      server: `${page}/server?name={{ urlquery $labels.instance }}`,
      incidents: `${page}/alerts`,
      ...panelOf(id, dashboard),
    },
    notification_settings: toExporter,
    data: [query('A', valueQuery(id)), query('B', limitQuery(id)), math('C', check.comparison === 'above' ? '$A - $B' : '$B - $A'), threshold('D', 'C', check.hysteresis)],
  };
};

/** What tells of Shellwatch itself. It can not be told through the exporter, so the organisation's own notification policy takes it. */
const self = (uid: string, title: string, text: string, description: string, expr: string, onError: 'KeepLast' | 'Alerting') => ({
  uid,
  title,
  condition: 'D',
  for: '1m',
  noDataState: onError,
  execErrState: onError,
  labels: { app: 'shellwatch', severity: 'critical' },
  annotations: { summary: text, description },
  data: [query('A', expr), threshold('D', 'A', 0)],
});

const selfRules = [
  self(
    'sw_exporter_down',
    'Shellwatch exporter down',
    'The Shellwatch exporter does not answer Prometheus: no server is watched now',
    'The exporter is always there to be scraped while it runs; without it every other rule keeps its last state.',
    'absent(shellwatch_build_info) or on () vector(0)',
    'KeepLast'
  ),
  self(
    'sw_prometheus_down',
    'Prometheus of Shellwatch down',
    'Grafana gets no answer from Prometheus: no rule can be evaluated now',
    'The query can not fail but when Prometheus does; every other rule keeps its last state meanwhile.',
    'vector(0)',
    'Alerting'
  ),
];

const group = (name: string, interval: string, rules: unknown[]) => ({ orgId: 1, name, folder: 'Shellwatch', interval, rules });

const head = `# Generated from contract/check.ts by \`npm run generate\`; edit limits in the app, not here.
# How the rules work: docs/alerting.md. They read the data source with the uid \`prometheus\`.
`;

/** provisioning/alerting/shellwatch-rules.yaml */
export const grafanaRules: Generator = async () => {
  const dashboard = JSON.parse(await readFile(path.resolve(import.meta.dirname, '../../../src/dashboards/server.json'), 'utf8')) as Dashboard;
  const rule = ruleFor(dashboard);
  const groups = [
    group('shellwatch state', '10s', everyCheck.filter(([id]) => quick.has(id)).map(rule)),
    group('shellwatch limits', '30s', everyCheck.filter(([id]) => !quick.has(id)).map(rule)),
    group('shellwatch itself', '30s', selfRules),
  ];
  return [{ path: 'provisioning/alerting/shellwatch-rules.yaml', text: head + stringify({ apiVersion: 1, groups }, { lineWidth: 0, aliasDuplicateObjects: false }) }];
};

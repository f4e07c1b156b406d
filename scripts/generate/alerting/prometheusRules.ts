import { stringify } from 'yaml';
import type { Check, CheckId } from '../../../contract/check.ts';
import type { Generator } from '../../generate.ts';
import { everyCheck, limitOf, units, valueQuery } from './joined.ts';

export const alertName = (id: CheckId): string => `Shellwatch${id.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;

/**
 * The measured value where it is past its limit. What fires goes on until the value is back by the hysteresis:
 * Prometheus tells what fires as the series ALERTS, and has no other memory.
 */
function expression(id: CheckId, { comparison, hysteresis }: Check): string {
  const [value, limit] = [valueQuery(id), limitOf(id)];
  const past = comparison === 'above' ? `(${value}) > ${limit}` : `(${value}) < ${limit}`;
  if (hysteresis === 0) {
    return past;
  }
  const near = comparison === 'above' ? `(${value}) > ${limit} - ${hysteresis}` : `(${value}) < ${limit} + ${hysteresis}`;
  return `${past}\nor\n${near}\nand on (instance, item, severity) ALERTS{alertname="${alertName(id)}", alertstate="firing"}`;
}

const limitNow = (id: CheckId): string =>
  `{{ with printf "max(shellwatch_threshold{check=\\"${id}\\",instance=%q,item=%q,severity=%q})" $labels.instance $labels.item $labels.severity | query }}{{ . | first | value }}{{ end }}`;

const rule = ([id, check]: [CheckId, Check]) => ({
  alert: alertName(id),
  expr: expression(id, check),
  ...(check.for === '0s' ? {} : { for: check.for }),
  labels: { app: 'shellwatch', check: id },
  annotations: {
    summary: `{{ $labels.instance }}{{ with $labels.item }} {{ . }}{{ end }}: ${check.title}, {{ $value | printf "%.4g" }}${units[check.unit]} ({{ $labels.severity }})`,
    description: check.about,
    value: '{{ $value }}',
    limit: limitNow(id),
  },
});

const exporterDown = {
  alert: 'ShellwatchExporterDown',
  expr: 'absent(shellwatch_build_info)',
  for: '1m',
  labels: { app: 'shellwatch', severity: 'critical' },
  annotations: { summary: 'The Shellwatch exporter does not answer Prometheus: no server is watched now' },
};

const head = `# Generated from contract/check.ts by \`npm run generate\`: the same rules as Grafana's, for Prometheus and Alertmanager.
# Use these or Grafana's, not both. docs/alerting.md has the Alertmanager side.
`;

/** prometheus/rules/shellwatch.yml */
export const prometheusRules: Generator = () => {
  const groups = [
    { name: 'shellwatch', interval: '30s', rules: everyCheck.map(rule) },
    { name: 'shellwatch-itself', interval: '30s', rules: [exporterDown] },
  ];
  return [{ path: 'prometheus/rules/shellwatch.yml', text: head + stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false }) }];
};

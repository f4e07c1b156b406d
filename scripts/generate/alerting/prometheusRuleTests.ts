import { stringify } from 'yaml';
import { parseDuration } from '../../../exporter/src/duration.ts';
import type { Check, CheckId } from '../../../contract/check.ts';
import type { Generator } from '../../generate.ts';
import { everyCheck, units } from './joined.ts';
import { alertName } from './prometheusRules.ts';

type Level = 'warning' | 'critical';

/** For a check that fires above: warning at 50, critical at 80. One that fires below is the same, seen in a mirror. */
const limits: Record<Level, number> = { warning: 50, critical: 80 };

interface Story {
  instance: string;
  /** The values before, near and after the reset; undefined: the series is gone. */
  values: readonly [number, number | undefined, number | undefined];
  limits?: Record<Level, number>;
  /** Levels that fire in each of the three phases. */
  fires: readonly [readonly Level[], readonly Level[], readonly Level[]];
}

/** `near` is within the hysteresis, `back` is past it. */
function stories({ hysteresis }: Check): Story[] {
  const [near, back] = [limits.warning - hysteresis / 2, limits.warning - hysteresis - 1];
  return [
    { instance: 'quiet', values: [40, 40, 40], fires: [[], [], []] },
    { instance: 'warned', values: [60, 60, 60], fires: [['warning'], ['warning'], ['warning']] },
    { instance: 'burning', values: [90, 90, 90], fires: [['warning', 'critical'], ['warning', 'critical'], ['warning', 'critical']] },
    { instance: 'eased', values: [90, 60, 60], fires: [['warning', 'critical'], ['warning'], ['warning']] },
    { instance: 'reset', values: [60, near, back], fires: [['warning'], hysteresis > 0 ? ['warning'] : [], []] },
    { instance: 'gone', values: [60, undefined, undefined], fires: [['warning'], [], []] },
    { instance: 'unlimited', values: [90, 90, 90], limits: { warning: Infinity, critical: Infinity }, fires: [[], [], []] },
  ];
}

const levels = ['warning', 'critical'] as const;
const text = (value: number): string => (value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value));
/** promtool's `VALUExTIMES` does not know infinity. */
const times = (value: number, count: number): string => (Number.isFinite(value) ? `${value}x${count - 1}` : Array.from({ length: count }, () => text(value)).join(' '));
const phase = 5;

function testOf([id, check]: [CheckId, Check]) {
  const mirror = (value: number) => (check.comparison === 'above' ? value : 100 - value);
  const item = check.dimension === null ? '' : 'one';
  const wait = Math.ceil((parseDuration(check.for) ?? 0) / 60_000);
  const first = wait + phase;
  const labels = (instance: string) => `check="${id}",instance="${instance}"${item === '' ? '' : `,item="${item}"`}`;
  const course = (values: Story['values']) => values.map((value, index) => (value === undefined ? (index === 1 ? `stale _x${phase}` : '') : times(mirror(value), index === 0 ? first : phase))).join(' ').trim();
  const input_series = stories(check).flatMap((story) => [
    { series: `shellwatch_check_value{${labels(story.instance)}}`, values: course(story.values) },
    ...levels.map((severity) => ({ series: `shellwatch_threshold{${labels(story.instance)},severity="${severity}"}`, values: times(mirror((story.limits ?? limits)[severity]), first + 3 * phase) })),
  ]);
  const expected = (index: number) =>
    stories(check).flatMap(({ instance, values, fires }) =>
      (fires[index] as readonly Level[]).map((severity) => {
        const value = text(mirror(values[index] as number));
        return {
          exp_labels: { app: 'shellwatch', check: id, instance, ...(item === '' ? {} : { item }), severity },
          exp_annotations: {
            summary: `${instance}${item === '' ? '' : ` ${item}`}: ${check.title}, ${value}${units[check.unit]} (${severity})`,
            description: check.about,
            value,
            limit: text(mirror(limits[severity])),
          },
        };
      })
    );
  const at = (minute: number, exp_alerts: unknown[]) => ({ eval_time: `${minute}m`, alertname: alertName(id), exp_alerts });
  return {
    name: id,
    interval: '1m',
    input_series,
    alert_rule_test: [...(wait > 1 ? [at(wait - 1, [])] : []), at(first - 1, expected(0)), at(first + phase - 1, expected(1)), at(first + 2 * phase - 1, expected(2))],
  };
}

const exporterDown = {
  name: 'exporter down',
  interval: '1m',
  input_series: [{ series: 'shellwatch_build_info{version="1"}', values: '1x5 stale _x10' }],
  alert_rule_test: [
    { eval_time: '4m', alertname: 'ShellwatchExporterDown', exp_alerts: [] },
    {
      eval_time: '9m',
      alertname: 'ShellwatchExporterDown',
      exp_alerts: [{ exp_labels: { app: 'shellwatch', severity: 'critical' }, exp_annotations: { summary: 'The Shellwatch exporter does not answer Prometheus: no server is watched now' } }],
    },
  ],
};

/** prometheus/rules/tests/shellwatch.yml, for `promtool test rules`: every check firing, quiet, reset, gone and without a limit. */
export const prometheusRuleTests: Generator = () => {
  const tests = [...everyCheck.map(testOf), exporterDown];
  const head = '# Generated by `npm run generate`; run with `promtool test rules prometheus/rules/tests/shellwatch.yml`.\n';
  return [{ path: 'prometheus/rules/tests/shellwatch.yml', text: head + stringify({ rule_files: ['../shellwatch.yml'], evaluation_interval: '1m', tests }, { lineWidth: 0, aliasDuplicateObjects: false }) }];
};

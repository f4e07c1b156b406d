import { labelValue, type Dialect } from './exposition.ts';

/**
 * OpenMetrics 1.0 (openmetrics.io): a counter's family is named without the `_total` that its samples must have; what is called a
 * counter and has none is `unknown` here, as is what is untyped. HELP is escaped like a label's value.
 */
export const openMetricsDialect: Dialect = {
  head({ name, help, type }) {
    const counter = type === 'counter' && name.endsWith('_total');
    const base = counter ? name.slice(0, -'_total'.length) : name;
    return `# HELP ${base} ${labelValue(help)}\n# TYPE ${base} ${counter || type === 'gauge' ? type : 'unknown'}\n`;
  },
  end: '# EOF\n',
};

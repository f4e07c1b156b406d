import { readFileSync } from 'node:fs';
import { oracleFile } from '../oracle/folder.ts';

const files = { dashboard: oracleFile('dashboard-1860-queries.json'), mixin: oracleFile('mixin-alerts.json') };
export const haveOracle = files.dashboard !== undefined && files.mixin !== undefined;

export type Side = 'ours' | 'theirs';

/** A query of somebody else's dashboard or rule. */
export interface Query {
  from: 'dashboard 1860' | 'mixin dashboard' | 'mixin alert' | 'mixin rule';
  title: string;
  /** The expression for one side. */
  on(side: Side): string;
}

interface Raw {
  kind?: 'alert' | 'rule' | 'dashboard';
  panel?: string;
  title?: string;
  alert?: string;
  record?: string;
  name?: string;
  expr: string;
}

const read = (file: string | undefined): Raw[] =>
  file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as Raw[]);

const fill = (expression: string, side: Side): string =>
  expression
    .replaceAll('job="node"', `job="${side}"`)
    .replaceAll('$job', side)
    .replaceAll(/\$(node|instance)\b/g, 'here')
    .replaceAll('$cluster', '.*')
    .replaceAll('$__rate_interval', '20s');

const mixin = read(files.mixin);
const titleOf = (raw: Raw): string => raw.panel ?? raw.alert ?? raw.record ?? raw.title ?? raw.name ?? raw.expr;

/** The mixin's recording rules for each side, as Prometheus's rule file has them. */
export function recordingRules(): object[] {
  const rules = mixin.filter(({ kind }) => kind === 'rule');
  return (['ours', 'theirs'] as const).map((side) => ({
    name: side,
    rules: rules.map((raw) => ({ record: titleOf(raw), expr: fill(raw.expr, side) })),
  }));
}

/** Whether a value is over a limit at the moment says nothing, nor whether it is zero: the data behind it is compared. */
const withoutLimits = (expression: string): string =>
  expression.replace(/\s(?:[<>]=?|==|!=)\s*-?[\d.]+(?=\s|\)|$)/g, ' ');

export const queries: readonly Query[] = [
  ...read(files.dashboard).map((raw): Query => ({
    from: 'dashboard 1860',
    title: titleOf(raw),
    on: (side) => fill(raw.expr, side),
  })),
  ...mixin.map((raw): Query => ({
    from: raw.kind === 'alert' ? 'mixin alert' : raw.kind === 'rule' ? 'mixin rule' : 'mixin dashboard',
    title: titleOf(raw),
    on: (side) => withoutLimits(fill(raw.expr, side)),
  })),
];

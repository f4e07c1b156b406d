import type { Check, CheckId } from '../../../contract/check.ts';
import type { Generator } from '../../generate.ts';
import { table, withSections } from '../section.ts';
import { everyCheck, units } from './joined.ts';

const limit = ({ unit }: Check, value: number | null): string => (value === null ? '' : `${value}${units[unit]}`);

const row = ([id, check]: [CheckId, Check]): string[] => [
  `\`${id}\``,
  check.about,
  check.dimension === null ? 'server' : check.dimension.replace('_', ' '),
  check.comparison,
  limit(check, check.warning),
  limit(check, check.critical),
  check.for,
  check.hysteresis === 0 ? '' : limit(check, check.hysteresis),
];

/** The table of checks in docs/alerting.md. */
export const alertingDocs: Generator = async () => {
  const checks = table(['check', 'what is measured', 'for each', 'fires', 'warning', 'critical', 'for', 'hysteresis'], everyCheck.map(row));
  return [await withSections('docs/alerting.md', { checks })];
};

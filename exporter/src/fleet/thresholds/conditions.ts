import type { z } from 'zod';
import { checks, type Check, type CheckId } from '../../../../contract/check.ts';
import type { AlertCondition, AlertConditionInput, ThresholdInput } from '../../../../contract/threshold.ts';
import type { Actor } from '../../actor.ts';
import type { ThresholdRecord } from '../../store/thresholds.ts';
import type { LimitBook, LimitedServer } from '../../../../contract/limits.ts';
import type { Thresholds } from './thresholds.ts';

type Condition = z.infer<typeof AlertCondition>;
type Input = z.output<typeof AlertConditionInput>;

const levels = ['warning', 'critical'] as const;

/** Each limit as one line: the shipped ones, unless somebody set others for everything, and all that people set. */
export function conditionsOf(records: readonly ThresholdRecord[]): Condition[] {
  const general = new Set(records.filter(({ scope }) => scope.type === 'default').map(({ check }) => check));
  const shipped = (Object.entries(checks) as Array<[CheckId, Check]>)
    .filter(([check]) => !general.has(check))
    .map(([check, { warning, critical }]) => ({ id: `default-${check.replaceAll('_', '-')}`, check, scope: { type: 'default' as const }, warning, critical, enabled: true }));
  return [...shipped, ...records.filter(({ enabled }) => enabled)].flatMap((record) =>
    levels.flatMap((severity) => {
      const { comparison, for: lasts }: Check = checks[record.check];
      const limit = record[severity];
      return limit === null ? [] : [{ id: record.id, check: record.check, severity, comparison, limit, scope: record.scope, for: lasts }];
    })
  );
}

/** One limit, for one server or for all: the other level stays what it is there. */
export function createCondition(thresholds: Thresholds, book: () => LimitBook, serverOf: (id: string) => LimitedServer | undefined) {
  return async ({ check, severity, limit, serverId }: Input, actor: Actor): Promise<Condition> => {
    const scope: ThresholdInput['scope'] = serverId === null ? { type: 'default' } : { type: 'server', serverId };
    const server = serverId === null ? undefined : serverOf(serverId);
    const inherited = book().limits(check, server ?? { id: '', tags: {} }, '');
    const base: ThresholdInput = { check, scope, warning: inherited.warning, critical: inherited.critical, enabled: true, note: '' };
    const saved = await thresholds.merge({ ...base, [severity]: limit }, actor, (present) => ({ ...base, ...(present && { warning: present.warning, critical: present.critical, note: present.note }), [severity]: limit }));
    return conditionsOf([saved]).find((condition) => condition.id === saved.id && condition.severity === severity) as Condition;
  };
}

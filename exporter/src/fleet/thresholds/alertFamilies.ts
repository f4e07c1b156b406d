import { checks, type CheckId } from '../../../../contract/check.ts';
import type { Family, Sample } from '../../metrics/family.ts';
import type { LimitBook, LimitedServer } from './limits.ts';
import type { CheckValues } from './measurer.ts';

export interface AlertFamiliesInput {
  servers: ReadonlyArray<LimitedServer & { name: string }>;
  values: (serverId: string) => CheckValues;
  book: LimitBook;
}

const levels = ['warning', 'critical'] as const;
/** Stands among the servers, never fires, and is there as long as the exporter: a rule then has no data only when the exporter is gone. */
export const anchor = '(exporter)';

/** A limit that is switched off: nothing is past it. It is published so that switching it off ends what it had set off. */
const never = (check: CheckId): number => (checks[check].comparison === 'above' ? Infinity : -Infinity);

/**
 * What the alert rules compare, measured values and limits with the same labels, so that they join one to one.
 * A value without any limit is not published: custom metrics and log rules cost nothing until somebody sets one.
 */
export function alertFamilies({ servers, values, book }: AlertFamiliesInput): Family[] {
  const measured: Sample[] = [];
  const limits: Sample[] = [];
  const put = (instance: string, check: CheckId, item: string, value: number, limitOf: (level: 'warning' | 'critical') => number): void => {
    const used = levels.filter((level) => book.used(check, level));
    if (used.length > 0) {
      measured.push({ labels: { instance, check, item }, value });
      used.forEach((severity) => limits.push({ labels: { instance, check, item, severity }, value: limitOf(severity) }));
    }
  };
  for (const check of Object.keys(checks) as CheckId[]) {
    put(anchor, check, '', 0, () => never(check));
  }
  for (const server of servers) {
    for (const [check, list] of values(server.id)) {
      for (const { item, value } of list) {
        const limits = book.limits(check, server, item);
        const given = limits.thresholdId !== null || limits.warning !== null || limits.critical !== null;
        if (given) {
          put(server.name, check, item, value, (level) => (limits.enabled ? (limits[level] ?? never(check)) : never(check)));
        }
      }
    }
  }
  return [
    { name: 'shellwatch_check_value', help: 'What a check measured last, in the unit of the check.', type: 'gauge', samples: measured },
    { name: 'shellwatch_threshold', help: 'The limit in force for the measured value with the same labels; infinite when it is switched off.', type: 'gauge', samples: limits },
  ];
}


import type { CheckId } from '../../contract/check.ts';
import { levelPast, type Limits } from '../../contract/limits.ts';

/** The limit that a shown value is held against. */
export interface InForce {
  check: CheckId;
  limits: Limits;
}

/** The level a shown value is past; null where nothing is known or crossed. */
export const levelOf = (value: number | null | undefined, inForce: InForce | undefined): 'warning' | 'critical' | null =>
  inForce === undefined || value === null || value === undefined ? null : levelPast(inForce.check, inForce.limits, value);

/** The first limit there is, to be drawn as a mark. */
export const firstLimit = (inForce: InForce | undefined): number | null => (inForce?.limits.enabled === true ? (inForce.limits.warning ?? inForce.limits.critical) : null);

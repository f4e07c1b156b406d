import type { Retention } from '../../../contract/retention.ts';
import type { Config } from '../config.ts';
import { settings } from '../config/settings.ts';
import { auditKeepMs } from '../fleet/audit.ts';

/** How long each kind of record is kept, and the setting that says so. */
export const retention = ({ historyRetention, runRetention, incidentRetention }: Config): Retention[] => [
  { what: 'history', seconds: historyRetention / 1000, setting: settings.historyRetention.env },
  { what: 'runs', seconds: runRetention / 1000, setting: settings.runRetention.env },
  { what: 'incidents', seconds: incidentRetention / 1000, setting: settings.incidentRetention.env },
  { what: 'audit', seconds: auditKeepMs / 1000, setting: null },
];

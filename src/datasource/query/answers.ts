import type { QueryKind } from '../fleetQuery';
import { answerCommand, answerFamily, answerVitals } from './history';
import { answerIncidents } from './incidents';
import { answerMaintenance } from './maintenance';
import { answerLogs } from './logs';
import { answerOutput } from './output';
import type { Answer } from './queryContext';
import { answerSpecs } from './specs';
import { answerStatus } from './status';

/** Every kind of query and what answers it. */
export const answers: Record<QueryKind, Answer> = {
  status: answerStatus,
  vitals: answerVitals,
  family: answerFamily,
  command: answerCommand,
  output: answerOutput,
  specs: answerSpecs,
  logs: answerLogs,
  incidents: answerIncidents,
  maintenance: answerMaintenance,
};

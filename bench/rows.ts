import type { Row } from './row.ts';
import { exporterPerPoll } from './rows/exporterPerPoll.ts';
import { feedFanOut, feedIdle } from './rows/feedFanOut.ts';
import { fleetPage } from './rows/fleetPage.ts';
import { historyRange } from './rows/historyRange.ts';
import { metricsPage } from './rows/metricsPage.ts';
import { serverFiveMinutes } from './rows/serverFiveMinutes.ts';
import { serverList } from './rows/serverList.ts';
import { serverPerPoll } from './rows/serverPerPoll.ts';
import { thousandSessions } from './rows/thousandSessions.ts';

/** Every row of the table, in its order. */
export const rows: readonly Row[] = [
  serverPerPoll,
  serverFiveMinutes,
  exporterPerPoll,
  thousandSessions,
  metricsPage,
  serverList,
  historyRange,
  feedFanOut,
  feedIdle,
  // A browser needs a Grafana to look at.
  ...(process.env['GRAFANA_HOME'] === undefined ? [] : [fleetPage]),
];

import type { Row } from './row.ts';
import { serverFiveMinutes } from './rows/serverFiveMinutes.ts';
import { serverPerPoll } from './rows/serverPerPoll.ts';

/** Every row of the table, in its order. */
export const rows: readonly Row[] = [serverPerPoll, serverFiveMinutes];

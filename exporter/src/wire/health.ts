import { sql } from 'kysely';
import type { Health } from '../../../contract/health.ts';
import { version } from '../version.ts';
import type { Core } from './core.ts';

/** Polls that begin later than this mean that the exporter can not keep up. */
const tooLate = 5;
const databaseTimeout = 2_000;

async function databaseAnswers({ store, clock }: Core): Promise<boolean> {
  let cancel = (): void => undefined;
  const late = new Promise<boolean>((resolve) => (cancel = clock.after(databaseTimeout, () => resolve(false))));
  const asked = sql`select 1`.execute(store.db).then(
    () => true,
    () => false
  );
  return Promise.race([asked, late]).finally(cancel);
}

/** Whether the service is well, in words that may be told to anyone. */
export async function readHealth(core: Core, feedClients: () => number): Promise<Health> {
  const database = await databaseAnswers(core);
  const lag = core.lag.seconds();
  return {
    status: database && (lag ?? 0) < tooLate ? 'ok' : 'degraded',
    version,
    database: database ? 'ok' : 'failed',
    pollingLagSeconds: lag,
    sessions: core.polling.sessions.list().length,
    feedClients: feedClients(),
  };
}

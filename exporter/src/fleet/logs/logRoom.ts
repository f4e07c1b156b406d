import type { Clock } from '../../clock.ts';
import type { Session } from '../../ssh/session.ts';
import { createLogSourceRepository } from '../../store/logSources.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';
import { createTellRuns } from './commandRuns.ts';
import { createCounting } from './counting.ts';
import { createLogSources, type LogFleetServer } from './logSources.ts';
import { logTopic } from './logTopic.ts';
import { createReadLogs } from './readLogs.ts';
import { createTails } from './tails.ts';

export interface LogRoomDeps {
  store: Store;
  audit: Audit;
  clock: Clock;
  servers: () => Promise<LogFleetServer[]>;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
  onError: (error: unknown) => void;
}

/** Log sources, reading, tails and counters, put together. `start` before use, `close` at the end. */
export function createLogRoom(deps: LogRoomDeps) {
  const { clock, servers, session } = deps;
  const tellRuns = createTellRuns(deps);
  const tails = createTails({ clock, session });
  const counting = createCounting({ sources: createLogSourceRepository(deps.store.db), tails, clock, servers, onState: (sourceId, server, problem) => sources.note(sourceId, server, problem), onError: deps.onError });
  const sources = createLogSources({
    ...deps,
    tellRuns,
    onChange: (sourceId) => tails.end(sourceId, counting.refresh),
  });
  const reader = createReadLogs({ sources, clock, servers, session, tellRuns });
  return {
    sources,
    reader,
    topic: logTopic({ sources, reader, tails, clock, servers, tellRuns }),
    families: counting.families,
    rates: counting.rates,
    tails: tails.count,
    /** A server came, went or changed. */
    fleetChanged: counting.refresh,
    start: counting.start,
    async close(): Promise<void> {
      await counting.stop();
      await tails.end();
    },
  };
}

export type LogRoom = ReturnType<typeof createLogRoom>;

import type { ServerSession } from '../../../contract/serverSession.ts';
import { reasonMessage } from '../../../contract/status.ts';
import { instant } from '../clock.ts';
import type { Poller } from '../poll/poller.ts';
import type { SessionEnd, SessionLog } from '../poll/sessionLog.ts';
import type { Sessions } from '../poll/sessions.ts';
import type { Servers } from './servers.ts';

export interface ServerSessionsOptions {
  servers: Pick<Servers, 'get'>;
  sessions: Pick<Sessions, 'current'>;
  poller: Pick<Poller, 'hungRuns'>;
  log: SessionLog;
}

export interface ServerSessions {
  get(id: string): Promise<ServerSession>;
}

/** Endings that are nobody's failure have no status reason. */
const endings: Readonly<Record<string, string>> = { changed: 'Its address, credential or host key was changed, so it was made anew.' };
const told = (end: SessionEnd | undefined) => (end === undefined ? null : { at: instant(end.at), reason: end.reason, message: endings[end.reason] ?? reasonMessage(end.reason) });

/** What stands between the exporter and a server now, for the person who asks why. */
export const createServerSessions = ({ servers, sessions, poller, log }: ServerSessionsOptions): ServerSessions => ({
  async get(id) {
    await servers.get(id);
    const session = sessions.current(id);
    const { since, logins, failed, lastFailure, lastEnd } = log.of(id);
    return {
      connected: session !== undefined,
      since: session === undefined || since === undefined ? null : instant(since),
      reader: session?.rung ?? null,
      logins,
      failedLogins: failed,
      lastFailure: told(lastFailure),
      lastEnd: told(lastEnd),
      receivedBytes: session?.bytes.received ?? null,
      sentBytes: session?.bytes.sent ?? null,
      hungCommands: session === undefined ? [] : poller.hungRuns(session),
    };
  },
});

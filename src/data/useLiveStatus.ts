import { useState } from 'react';
import type { Server } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';
import { useFeed, useFeedState } from './feed/useFeed';
import { useServerStatus } from './useServerStatus';

const sameState = (a: ServerStatus, b: ServerStatus) => a.state === b.state && a.reason === b.reason && a.since === b.since;

/** The state of one server: over the feed, or by polling while there is none. */
export function useLiveStatus(server: Server): ServerStatus {
  const [told, setTold] = useState<ServerStatus>();
  const live = useFeedState() === 'live';
  // The feed tells of states, and not of each attempt that changes none.
  const attempts = (told ?? server.status).state !== 'up';
  const polled = useServerStatus(server.id, live && !attempts ? 60_000 : 5_000).data;
  useFeed('status', { server: server.id }, (message) => setTold(message.type === 'snapshot' ? message.data.servers[0] : message.data.server));
  const news = live ? told : undefined;
  if (news === undefined || (polled !== undefined && sameState(news, polled))) {
    return polled ?? server.status;
  }
  return news;
}

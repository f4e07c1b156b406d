import { useState } from 'react';
import type { Server } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';
import { useFeed, useFeedState } from './feed/useFeed';
import { useServerStatus } from './useServerStatus';

/** The state of one server: over the feed, or by polling while there is none. */
export function useLiveStatus(server: Server): ServerStatus {
  const [told, setTold] = useState<ServerStatus>();
  const live = useFeedState() === 'live';
  const polled = useServerStatus(server.id, live ? 60_000 : 5_000);
  useFeed('status', { server: server.id }, (message) => setTold(message.type === 'snapshot' ? message.data.servers[0] : message.data.server));
  return (live ? told : undefined) ?? polled.data ?? server.status;
}

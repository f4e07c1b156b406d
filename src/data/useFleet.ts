import { useEffect, useMemo, useRef, useState } from 'react';
import type { Server } from '../../contract/server.ts';
import type { Query } from './useQuery';
import { applyStatus, applyVitals, type StatusById, type VitalsById } from './feed/applyNews';
import { useFeed, useFeedState } from './feed/useFeed';
import { createFleetRows, type FleetRow } from './fleetRow';
import { useFleetStatus } from './useFleetStatus';
import { useFleetVitals } from './useFleetVitals';
import { useServers } from './useServers';

export interface FleetQuery extends Query<FleetRow[]> {
  /** The servers themselves, by name as people count; another list only when one of them changed. */
  servers: Server[] | undefined;
  /** How new what is shown can be, in words. */
  live: string;
}

/** A thousand servers tell up to 70 things a second; the page takes them in together, this often. */
const takeInMs = 500;
const words = { idle: 'polling every 5 s', connecting: 'connecting', live: 'live', reconnecting: 'reconnecting, polling every 5 s', refused: 'polling every 5 s' } as const;

interface News {
  status: StatusById;
  vitals: VitalsById;
  at: number | undefined;
}
const natural = new Intl.Collator('en', { numeric: true });
const noNews: News = { status: new Map(), vitals: new Map(), at: undefined };

/** Every server with its newest state and vitals: over the feed, or by polling while there is none. */
export function useFleet(): FleetQuery {
  const feedState = useFeedState();
  const live = feedState === 'live';
  const servers = useServers(live ? 60_000 : 15_000);
  const status = useFleetStatus(live ? 60_000 : 5_000);
  const vitals = useFleetVitals(live ? 60_000 : 5_000);
  const news = useRef(noNews);
  const [shown, setShown] = useState(noNews);
  const [fleetRows] = useState(createFleetRows);
  useFeed('status', {}, (message) => {
    news.current = { ...news.current, status: applyStatus(news.current.status, message), at: Date.now() };
  });
  useFeed('vitals', {}, (message) => {
    news.current = { ...news.current, vitals: applyVitals(news.current.vitals, message), at: Date.now() };
  });
  useEffect(() => {
    const timer = setInterval(() => setShown(news.current), takeInMs);
    return () => clearInterval(timer);
  }, []);
  const ordered = useMemo(() => servers.data?.slice().sort((a, b) => natural.compare(a.name, b.name)), [servers.data]);
  const data = useMemo(
    () => ordered && fleetRows(ordered, { polled: status.data?.servers ?? [], vitals: vitals.data?.servers ?? [], news: live ? shown : undefined }),
    [fleetRows, ordered, status.data, vitals.data, live, shown]
  );
  const updatedAt = Math.max(status.updatedAt ?? 0, (live ? shown.at : 0) ?? 0) || servers.updatedAt;
  return { ...servers, servers: ordered, data, error: servers.error ?? status.error, updatedAt, live: words[feedState] };
}

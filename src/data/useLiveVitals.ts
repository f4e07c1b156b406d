import { useState } from 'react';
import type { Vitals } from '../../contract/vitals.ts';
import { useFeed, useFeedState } from './feed/useFeed';
import { useServerMetrics } from './useServerMetrics';
import type { Query } from './useQuery';

export interface LiveVitals extends Query<Vitals | null> {
  live: boolean;
}

/** Everything of one server's newest poll: over the feed, or by polling while there is none. */
export function useLiveVitals(id: string): LiveVitals {
  const [told, setTold] = useState<Vitals>();
  const live = useFeedState() === 'live';
  const polled = useServerMetrics(id, live ? 60_000 : 5_000);
  useFeed('vitals', { server: id }, ({ data }) => data.detail !== null && setTold(data.detail));
  const newest = live && told !== undefined && told.at >= (polled.data?.vitals?.at ?? '') ? told : polled.data?.vitals;
  return { ...polled, data: polled.data === undefined && newest === undefined ? undefined : (newest ?? null), live };
}

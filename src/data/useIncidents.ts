import { useCallback, useMemo, useState } from 'react';
import type { Incident } from '../../contract/incident.ts';
import type { RequestOf } from '../../contract/endpoint.ts';
import type { Api } from '../../contract/api.ts';
import { useFeed } from './feed/useFeed';
import type { NewsOf } from './feed/feedClient';
import { applyIncident, needsFirst } from './openIncidents';
import { useQuery, type Query } from './useQuery';

/** Incidents of one server that are not resolved, and the newest that are. */
export const useServerIncidents = (server: string) =>
  useQuery(`incidents?server=${server}`, async (client, signal) => (await client.listIncidents({ query: { server, limit: 50 }, signal })).items, { everyMs: 10_000 });

const openOnes = ['firing', 'acknowledged'] as const;
/** Everything that is open now: as the feed tells it, and by polling until it does. */
export function useOpenIncidents(): Query<Incident[]> {
  const [live, setLive] = useState<ReadonlyMap<string, Incident>>();
  const hear = useCallback((message: NewsOf<'incidents'>) => setLive((present) => applyIncident(present ?? new Map(), message)), []);
  useFeed('incidents', {}, hear);
  const polled = useQuery('incidents?open', async (client, signal) => (await client.listIncidents({ query: { state: [...openOnes], limit: 1000 }, signal })).items, { everyMs: live === undefined ? 10_000 : 60_000 });
  const data = useMemo(() => (live === undefined ? polled.data : [...live.values()])?.slice().sort(needsFirst), [live, polled.data]);
  return { ...polled, data };
}

/** One incident with its time line; it is read again whenever the feed tells a change of it. */
export function useIncident(id: string) {
  const query = useQuery(`incidents/${id}`, (client, signal) => client.getIncident({ params: { id }, signal }), { everyMs: 15_000 });
  const { refresh } = query;
  useFeed('incidents', {}, (message) => {
    if (message.type === 'change' && message.data.id === id) {
      refresh();
    }
  });
  return query;
}

export type HistoryQuery = NonNullable<RequestOf<Api['alertHistory']>['query']>;

export const useIncidentHistory = (query: HistoryQuery) => useQuery(`incidents/history?${JSON.stringify(query)}`, (client, signal) => client.alertHistory({ query, signal }), { everyMs: 60_000 });

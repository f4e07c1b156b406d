import { useState } from 'react';
import type { Client } from '../../contract/client.ts';
import type { Incident } from '../../contract/incident.ts';
import { toApiError } from './apiError';
import { silenceIncident } from './silenceIncident';
import { useAction } from './useAction';

export interface BulkItem {
  incident: Incident;
  ok: boolean;
  /** Why it did not work. */
  message: string | null;
}

interface BulkState {
  done: number;
  total: number;
}

/** Silences are made one by one, as the person; Grafana takes some tens a second. */
const atOnce = 4;

/** Acts on many incidents: the result of each, and how far it is. */
export function useBulkIncidents(after: (results: BulkItem[]) => void) {
  const [progress, setProgress] = useState<BulkState>();
  const options = {
    failed: () => 'Nothing was changed',
    done: (results: BulkItem[]) => {
      const good = results.filter(({ ok }) => ok).length;
      return good === results.length ? `${good} done` : `${good} of ${results.length} done`;
    },
    after,
    invalidates: ['incidents'],
  };
  const act = useAction<typeof actOnEach>(actOnEach, options);
  const silenceAll = async (client: Client, incidents: Incident[], minutes: number) => {
    try {
      return await silenceEach(client, incidents, minutes, (done) => setProgress({ done, total: incidents.length }));
    } finally {
      setProgress(undefined);
    }
  };
  const silence = useAction<typeof silenceAll>(silenceAll, options);
  return { act, silence, progress, busy: act.busy || silence.busy };
}

async function actOnEach(client: Client, incidents: Incident[], action: 'acknowledge' | 'resolve'): Promise<BulkItem[]> {
  const { results } = await client.bulkIncidents({ body: { ids: incidents.map(({ id }) => id), action, comment: '' } });
  return incidents.map((incident) => {
    const result = results.find(({ id }) => id === incident.id);
    return { incident, ok: result?.ok ?? false, message: result?.message ?? null };
  });
}

async function silenceEach(client: Client, incidents: Incident[], minutes: number, tell: (done: number) => void): Promise<BulkItem[]> {
  const results: BulkItem[] = [];
  const waiting = [...incidents];
  const worker = async () => {
    for (let incident = waiting.shift(); incident !== undefined; incident = waiting.shift()) {
      const one = incident;
      const message = await silenceIncident(client, one, minutes).then(
        () => null,
        (error: unknown) => toApiError(error).message
      );
      results.push({ incident: one, ok: message === null, message });
      tell(results.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, incidents.length) }, worker));
  return results;
}

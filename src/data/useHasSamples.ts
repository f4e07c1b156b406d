import { useState } from 'react';
import { lastValueFrom } from 'rxjs';
import { getBackendSrv } from '@grafana/runtime';
import { useQuery } from './useQuery';

/** How soon a server's first samples are noticed. */
const lookMs = 10_000;
/** Families that every reader brings. */
const families = 'node_memory_MemTotal_bytes|node_load1|node_boot_time_seconds';

/**
 * Whether Prometheus has values of a server; `matcher` names it, such as `instance="web1"`. True also when Prometheus
 * does not tell, as the graphs say why then; undefined while it was not asked yet.
 */
export function useHasSamples(prometheusUid: string | undefined, matcher: string): boolean | undefined {
  const [found, setFound] = useState(false);
  const { data } = useQuery(
    prometheusUid === undefined ? undefined : `samples/${prometheusUid}/${matcher}`,
    async () => {
      // Without a range, series are looked up in the index alone (Prometheus, HTTP API).
      const url = `/api/datasources/proxy/uid/${encodeURIComponent(prometheusUid ?? '')}/api/v1/series?match[]=${encodeURIComponent(`{__name__=~"${families}",${matcher}}`)}`;
      try {
        const reply = await lastValueFrom(getBackendSrv().fetch<{ data: unknown[] }>({ url, showErrorAlert: false }));
        return reply.data.data.length > 0;
      } catch {
        return true;
      }
    },
    { everyMs: found ? Infinity : lookMs }
  );
  if (data === true && !found) {
    setFound(true);
  }
  return data;
}

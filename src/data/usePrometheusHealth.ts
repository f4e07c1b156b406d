import { lastValueFrom } from 'rxjs';
import { getBackendSrv } from '@grafana/runtime';
import { useQuery } from './useQuery';

interface InstantReply {
  data: { result: Array<{ value: [number, string] }> };
}

/** Whether Prometheus answers, and how many servers of Shellwatch it knows. */
export const usePrometheusHealth = (uid: string) =>
  useQuery(
    `prometheus/${uid}`,
    async () => {
      const url = `/api/datasources/proxy/uid/${encodeURIComponent(uid)}/api/v1/query?query=${encodeURIComponent('count(count by (instance) (shellwatch_up)) or vector(0)')}`;
      try {
        const reply = await lastValueFrom(getBackendSrv().fetch<InstantReply>({ url, showErrorAlert: false }));
        return { ok: true, targets: Number(reply.data.data.result[0]?.value[1] ?? 0) };
      } catch {
        return { ok: false, targets: 0 };
      }
    },
    { everyMs: 15_000 }
  );

import { z } from 'zod';
import { createCaller, MadeSilence } from './grafanaApi.ts';
import type { Silencer } from './silencing.ts';

/** What the exporter asks of Prometheus's own Alertmanager, for those who alert without Grafana. Everything rejects with a Failure `grafana_unavailable`. */
export interface AlertmanagerApi extends Silencer {
  /** Fingerprints of what fires there, silenced and inhibited alerts too. */
  firing(): Promise<ReadonlySet<string>>;
}

const Alerts = z.array(z.object({ fingerprint: z.string() }));

/** API version 2: https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
export function createAlertmanagerApi(url: string): AlertmanagerApi {
  const call = createCaller('Alertmanager', url, undefined);
  return {
    create: async (silence) => (await call(MadeSilence, 'POST', '/api/v2/silences', silence)).silenceID,
    end: async (id) => void (await call(z.unknown(), 'DELETE', `/api/v2/silence/${encodeURIComponent(id)}`)),
    firing: async () => new Set((await call(Alerts, 'GET', '/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true')).map(({ fingerprint }) => fingerprint.toLowerCase())),
  };
}

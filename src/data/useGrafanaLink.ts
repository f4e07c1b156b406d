import { useQuery } from './useQuery';

/** Whether the exporter reaches back to Grafana, and whether incidents agree with it. */
export const useGrafanaLink = () => useQuery('grafana-link', (client, signal) => client.getGrafanaLink({ signal }), { everyMs: 10_000 });

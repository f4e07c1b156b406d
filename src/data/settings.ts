/** What the app keeps in Grafana's plugin settings; the token is a secret and never comes back. */
export interface AppSettings {
  exporterUrl?: string;
  /** The Prometheus data source that scrapes the exporter; the default one unless chosen. */
  prometheusUid?: string;
}

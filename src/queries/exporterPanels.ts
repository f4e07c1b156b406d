import type { PanelGroup } from './panel.ts';

/** The exporter itself; `job` is a label matcher of its own scrape. */
export const exporterPanels = (job: string): PanelGroup[] => [
  {
    title: 'Polls',
    panels: [
      { title: 'Servers by state', type: 'timeseries', unit: 'short', min: 0, stack: true, queries: [{ expr: `shellwatch_servers{${job}}`, legend: '{{state}}' }] },
      { title: 'Polls', type: 'timeseries', unit: 'ops', min: 0, queries: [{ expr: `sum by (result) (rate(shellwatch_polls_total{${job}}[$__rate_interval]))`, legend: '{{result}}' }] },
      { title: 'Failures by reason', type: 'timeseries', unit: 'ops', min: 0, queries: [{ expr: `sum by (reason) (rate(shellwatch_poll_failures_total{${job}}[$__rate_interval]))`, legend: '{{reason}}' }] },
      {
        title: 'Duration of a poll',
        type: 'timeseries',
        unit: 's',
        min: 0,
        queries: [0.5, 0.99].map((quantile) => ({ expr: `histogram_quantile(${quantile}, sum by (le) (rate(shellwatch_poll_duration_seconds_bucket{${job}}[$__rate_interval])))`, legend: `p${quantile * 100}` })),
      },
      {
        title: 'Lateness of polls',
        about: 'How much later than planned polls began',
        type: 'timeseries',
        unit: 's',
        min: 0,
        queries: [{ expr: `histogram_quantile(0.99, sum by (le) (rate(shellwatch_poll_lateness_seconds_bucket{${job}}[$__rate_interval])))`, legend: 'p99' }],
      },
    ],
  },
  {
    title: 'Sessions',
    panels: [
      { title: 'Sessions', type: 'timeseries', unit: 'short', min: 0, queries: [{ expr: `shellwatch_sessions{${job}}`, legend: 'sessions' }] },
      { title: 'Logins', about: 'A session logs in once and lives on: this should be near zero', type: 'timeseries', unit: 'ops', min: 0, queries: [{ expr: `sum by (result) (rate(shellwatch_logins_total{${job}}[$__rate_interval]))`, legend: '{{result}}' }] },
      { title: 'Reconnects', type: 'timeseries', unit: 'ops', min: 0, queries: [{ expr: `rate(shellwatch_reconnects_total{${job}}[$__rate_interval])`, legend: 'reconnects' }] },
    ],
  },
  {
    title: 'Process',
    panels: [
      { title: 'CPU', type: 'timeseries', unit: 'percentunit', min: 0, queries: [{ expr: `rate(shellwatch_process_cpu_seconds_total{${job}}[$__rate_interval])`, legend: 'of one core' }] },
      { title: 'Memory', type: 'timeseries', unit: 'bytes', min: 0, queries: [{ expr: `shellwatch_process_resident_memory_bytes{${job}}`, legend: 'resident' }] },
      { title: 'Event loop lag', type: 'timeseries', unit: 's', min: 0, queries: [{ expr: `shellwatch_nodejs_eventloop_lag_p99_seconds{${job}}`, legend: 'p99' }] },
    ],
  },
];

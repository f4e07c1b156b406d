import { z } from 'zod';
import { endpoint, Id, IdParams, Instant, QueryFlag } from './endpoint.ts';
import { Duration } from './server.ts';
import { Vitals } from './vitals.ts';

export const FamilyName = z.string().max(256).regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'a metric name');
const repeated = (item: z.ZodType<string>) => z.union([item, z.array(item)]).optional();

/** JSON has no word for these three, so they come as text. */
export const SampleValue = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]).meta({ id: 'SampleValue' });
export type SampleValue = z.infer<typeof SampleValue>;

const Labels = z.record(z.string(), z.string());
const MetricType = z.enum(['counter', 'gauge', 'untyped']);

export const MetricFamily = z
  .object({ name: z.string(), help: z.string(), type: MetricType, samples: z.array(z.object({ labels: Labels, value: SampleValue })) })
  .meta({ id: 'MetricFamily' });

export const ServerMetrics = z
  .object({
    id: Id,
    name: z.string(),
    at: Instant.nullable().describe('The end of the newest poll that worked; null before the first'),
    fresh: z.boolean().describe('false: the last poll failed, these are the values before it'),
    vitals: Vitals.nullable(),
    families: z.array(MetricFamily).describe('Those that were asked for'),
  })
  .meta({ id: 'ServerMetrics' });
export type ServerMetrics = z.infer<typeof ServerMetrics>;

export const MetricsQuery = z.strictObject({
  family: repeated(z.union([FamilyName, z.literal('*')])).describe('Families to add, by name; `*` for all'),
});

/** What can be asked for, for pickers. */
export const FamilySummary = z
  .object({
    name: z.string(),
    help: z.string(),
    type: MetricType,
    series: z.number().int(),
    labels: z.record(z.string(), z.array(z.string())).describe('Label name → its values, at most 100 of each'),
  })
  .meta({ id: 'FamilySummary' });
export type FamilySummary = z.infer<typeof FamilySummary>;

export const HistoryQuery = z.strictObject({
  family: FamilyName,
  from: Instant.optional().describe('One hour before `to` unless told'),
  to: Instant.optional().describe('Now unless told'),
  step: Duration.optional().describe('Width of a point, never narrower than the poll interval; chosen for about 300 points unless told, at most 11,000 points'),
  rate: QueryFlag.default(false).describe('Per second, for counters: a value that falls is a reset and counts from zero'),
  label: repeated(z.string().max(1024).regex(/^[a-zA-Z_][a-zA-Z0-9_]*(=|!=|=~|!~)[^\u0000-\u001f\u007f-\u009f]*$/u, 'name=value, name!=value, name=~regex or name!~regex')).describe('All of them must hold; regular expressions are RE2 and match the whole value'),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

const points = z.array(z.number().nullable());

export const HistorySeries = z
  .object({ labels: Labels, mean: points, min: points, max: points })
  .meta({ id: 'HistorySeries', description: 'One value per time; null where nothing was read' });

export const History = z
  .object({
    family: z.string(),
    type: MetricType,
    rate: z.boolean(),
    from: Instant,
    to: Instant,
    stepSeconds: z.number(),
    times: z.array(z.number().int()).describe('Start of each point, milliseconds since the epoch'),
    series: z.array(HistorySeries),
    source: z.enum(['store', 'prometheus']).describe('Where it was read'),
    truncated: z.boolean().describe('true: there were more series than a reply may hold'),
  })
  .meta({ id: 'History' });
export type History = z.infer<typeof History>;

export const HistoryState = z
  .object({
    oldest: Instant.nullable(),
    bytes: z.number().describe('What chunks take in the database'),
    maxBytes: z.number(),
    retentionSeconds: z.number(),
    chunks: z.number().int(),
    samples: z.number(),
    prometheus: z.boolean().describe('Long ranges are read from Prometheus'),
  })
  .meta({ id: 'HistoryState' });
export type HistoryState = z.infer<typeof HistoryState>;

export const metricsEndpoints = {
  getMetrics: endpoint({ method: 'GET', path: '/servers/{id}/metrics', role: 'viewer', tag: 'metrics', summary: 'Current vitals of a server, and any family', params: IdParams, query: MetricsQuery, reply: ServerMetrics, errors: ['server_not_found'] }),
  listFamilies: endpoint({ method: 'GET', path: '/servers/{id}/metrics/families', role: 'viewer', tag: 'metrics', summary: 'Families of the newest poll, with their labels', params: IdParams, reply: z.object({ items: z.array(FamilySummary) }), errors: ['server_not_found'] }),
  getHistory: endpoint({ method: 'GET', path: '/servers/{id}/metrics/history', role: 'viewer', tag: 'metrics', summary: 'One family over time, with minimum, maximum and mean of each step', params: IdParams, query: HistoryQuery, reply: History, errors: ['server_not_found', 'unprocessable', 'history_unavailable'] }),
  getHistoryState: endpoint({ method: 'GET', path: '/metrics/history', role: 'viewer', tag: 'metrics', summary: 'How much history is kept, and since when', reply: HistoryState }),
};

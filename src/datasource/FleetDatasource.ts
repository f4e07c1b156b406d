import { concat, from, merge, of, type Observable } from 'rxjs';
import { switchMap } from 'rxjs/operators';
import {
  CoreApp,
  DataSourceApi,
  LogRowContextQueryDirection,
  SupplementaryQueryType,
  dateTime,
  type AdHocVariableFilter,
  type AnnotationSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type LogRowContextOptions,
  type LogRowModel,
  type MetricFindValue,
  type ScopedVars,
  type SupplementaryQueryOptions,
} from '@grafana/data';
import { getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import { createClient, type Client } from '../../contract/client.ts';
import { toApiError } from '../data/apiError';
import type { FeedClient } from '../data/feed/feedClient';
import { createProxySend } from '../data/proxySend';
import { createDirectory, type Directory } from './directory';
import { feedOf } from './feedOf';
import { defaultQuery, isComplete, type FleetQuery } from './fleetQuery';
import { FleetVariables } from './FleetVariables';
import { findVariable } from './findVariable';
import { answers } from './query/answers';
import { logContext } from './query/logContext';
import { logVolume } from './query/logVolume';
import type { QueryContext } from './query/queryContext';
import { streamIncidents } from './streamIncidents';
import { streamLogs } from './streamLogs';
import { streamStatus } from './streamStatus';

/** Brings the exporter's data into dashboards and Explore, with a token that can only read. */
export class FleetDatasource extends DataSourceApi<FleetQuery> {
  readonly client: Client;
  readonly directory: Directory;
  private readonly feed: FeedClient;
  override annotations: AnnotationSupport<FleetQuery> = {
    getDefaultQuery: () => ({ kind: 'incidents', servers: '' }),
    prepareQuery: ({ target }) => (target === undefined ? undefined : { ...target, annotation: true }),
  };
  override variables = new FleetVariables((query, scopedVars) => this.list(query, scopedVars));

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
    const root = settings.url ?? '';
    this.client = createClient(createProxySend(getBackendSrv(), (request) => `${root}/api/v1${request.path}`));
    this.directory = createDirectory(this.client);
    this.feed = feedOf(root);
  }

  override getDefaultQuery = (app: CoreApp): Partial<FleetQuery> => (app === CoreApp.Explore ? { ...defaultQuery, kind: 'logs' } : defaultQuery);

  override filterQuery = (query: FleetQuery): boolean => query.hide !== true && isComplete(query);

  override interpolateVariablesInQueries = (queries: FleetQuery[], scopedVars: ScopedVars): FleetQuery[] => queries.map((query) => interpolate(query, scopedVars));

  override query(request: DataQueryRequest<FleetQuery>): Observable<DataQueryResponse> {
    const targets = request.targets.filter((target) => this.filterQuery(target)).map((target) => interpolate({ ...defaultQuery, ...target }, request.scopedVars));
    return targets.length === 0 ? of({ data: [] }) : merge(...targets.map((query) => this.answer(query, request)));
  }

  private answer(query: FleetQuery, request: DataQueryRequest<FleetQuery>): Observable<DataQueryResponse> {
    return from(this.context(query, request, request.filters)).pipe(
      switchMap((context) => {
        if (query.volume === true) {
          return from(logVolume(context).then((data) => ({ key: query.refId, data })));
        }
        const once = from(answers[query.kind](context).then((data) => ({ key: query.refId, data })));
        if (query.kind === 'status' && query.live === true) {
          return concat(once, streamStatus(this.feed, context));
        }
        if (query.kind === 'incidents' && query.open === true) {
          return concat(once, streamIncidents(this.feed, context));
        }
        return query.kind === 'logs' && request.liveStreaming === true ? streamLogs(this.feed, context) : once;
      })
    );
  }

  private async context(query: FleetQuery, { range, intervalMs }: Pick<DataQueryRequest, 'range' | 'intervalMs'>, filters?: AdHocVariableFilter[]): Promise<QueryContext> {
    const [servers, every] = await Promise.all([this.directory.pick(query.servers ?? '', filters), this.directory.servers()]);
    return { client: this.client, servers, all: servers.length === every.length, query, range, stepSeconds: Math.max(1, Math.round((intervalMs || 15_000) / 1000)) };
  }

  /** Reads with the source's own token, so that a wrong one is told here. */
  override async testDatasource() {
    try {
      const caller = await this.client.getCaller({});
      const servers = await this.directory.servers();
      return { status: 'success', message: `The exporter answers; token “${caller.name.replace(/^token:/, '')}” (${caller.role}) sees ${servers.length} servers.` };
    } catch (error) {
      const { message, code } = toApiError(error);
      return { status: 'error', message: `${message} (${code})` };
    }
  }

  /** What a variable or a picker of the editor can choose from. */
  list(query: string, scopedVars: ScopedVars = {}): Promise<MetricFindValue[]> {
    return findVariable(this.client, this.directory, getTemplateSrv().replace(query, scopedVars, 'csv'));
  }

  /** What the editor offers for servers: variables, tags and names. */
  async serverWords(): Promise<string[]> {
    const servers = await this.directory.servers();
    const tags = new Set(servers.flatMap(({ tags }) => Object.entries(tags).map(([name, value]) => `tag:${name}=${value}`)));
    const variables = getTemplateSrv().getVariables().flatMap(({ name, type }) => (type === 'query' || type === 'custom' || type === 'textbox' ? [`$${name}`] : []));
    return [...variables, ...[...tags].sort(), ...servers.map(({ name }) => name)];
  }

  /** The metrics that the first of these servers has. */
  async families(wanted: string): Promise<string[]> {
    const [server] = await this.directory.pick(getTemplateSrv().replace(wanted, {}, 'csv'));
    return server === undefined ? [] : (await this.client.listFamilies({ params: { id: server.id } })).items.map(({ name }) => name);
  }

  override async getTagKeys(): Promise<MetricFindValue[]> {
    const servers = await this.directory.servers();
    return [...new Set(['server', ...servers.flatMap(({ tags }) => Object.keys(tags))])].map((text) => ({ text }));
  }

  override async getTagValues({ key }: { key: string }): Promise<MetricFindValue[]> {
    const servers = await this.directory.servers();
    return [...new Set(servers.flatMap(({ name, tags }) => (key === 'server' ? [name] : tags[key] === undefined ? [] : [tags[key]])))].map((text) => ({ text }));
  }

  getSupportedSupplementaryQueryTypes = (): SupplementaryQueryType[] => [SupplementaryQueryType.LogsVolume];

  getSupplementaryQuery({ type }: SupplementaryQueryOptions, query: FleetQuery): FleetQuery | undefined {
    return type === SupplementaryQueryType.LogsVolume && query.kind === 'logs' ? { ...query, refId: `log-volume-${query.refId}`, volume: true } : undefined;
  }

  getSupplementaryRequest(type: SupplementaryQueryType, request: DataQueryRequest<FleetQuery>): DataQueryRequest<FleetQuery> | undefined {
    const targets = request.targets.flatMap((query) => this.getSupplementaryQuery({ type } as SupplementaryQueryOptions, query) ?? []);
    return targets.length === 0 ? undefined : { ...request, targets, liveStreaming: false };
  }

  /** The lines before or after one, of the same server and source, whatever the query filters by. */
  async getLogRowContext(row: LogRowModel, options?: LogRowContextOptions, query?: FleetQuery): Promise<DataQueryResponse> {
    const range = { from: dateTime(row.timeEpochMs), to: dateTime(row.timeEpochMs) };
    const asked: FleetQuery = { ...defaultQuery, ...query, refId: row.dataFrame.refId ?? 'context', kind: 'logs', servers: row.labels['server'] ?? '', sources: row.labels['source'] ?? '', filter: '' };
    const context = await this.context(asked, { range: { ...range, raw: range }, intervalMs: 1000 });
    const direction = options?.direction === LogRowContextQueryDirection.Forward ? 'after' : 'before';
    return { data: await logContext(context, row.timeEpochMs, direction, options?.limit ?? 100, Date.now()) };
  }
}

function interpolate(query: FleetQuery, scopedVars: ScopedVars): FleetQuery {
  const replace = (text: string | undefined, format?: string) => getTemplateSrv().replace(text ?? '', scopedVars, format);
  return {
    ...query,
    servers: replace(query.servers, 'csv'),
    sources: replace(query.sources, 'csv'),
    family: replace(query.family),
    command: replace(query.command),
    filter: replace(query.filter, 'regex'),
  };
}

import { from, type Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { CustomVariableSupport, FieldType, toDataFrame, type DataQueryRequest, type DataQueryResponse, type DataSourceApi, type DataSourceJsonData, type MetricFindValue, type ScopedVars } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import { VariableEditor } from './editor/VariableEditor';
import type { FleetQuery } from './fleetQuery';

/** What a variable lists, in the words of variableWords.ts: `servers(role=web)`, `mounts($server)`. */
export interface VariableQuery extends DataQuery {
  query?: string;
}

type Find = (query: string, scopedVars: ScopedVars) => Promise<MetricFindValue[]>;

/** Variables of dashboards, with an editor that shows what can be listed. */
export class FleetVariables extends CustomVariableSupport<DataSourceApi<FleetQuery>, VariableQuery, FleetQuery, DataSourceJsonData> {
  private readonly find: Find;
  override readonly editor = VariableEditor;

  constructor(find: Find) {
    super();
    this.find = find;
  }

  /** Dashboards that were written by hand have the words alone in place of a query. */
  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const target = request.targets[0] as VariableQuery | string | undefined;
    const words = typeof target === 'string' ? target : (target?.query ?? '');
    return from(this.find(words, request.scopedVars)).pipe(
      map((values) => ({ data: [toDataFrame({ fields: [{ name: 'text', type: FieldType.string, values: values.map(({ text }) => text) }] })] }))
    );
  }
}

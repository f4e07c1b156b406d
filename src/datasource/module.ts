import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './editor/ConfigEditor';
import { QueryEditor } from './editor/QueryEditor';
import { FleetDatasource } from './FleetDatasource';
import type { FleetQuery } from './fleetQuery';

export const plugin = new DataSourcePlugin<FleetDatasource, FleetQuery>(FleetDatasource).setConfigEditor(ConfigEditor).setQueryEditor(QueryEditor);

import { getDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_ID } from '../../data/plugin';

/** The data sources of the nested type that this organisation has. */
export const presentDatasources = (): Array<{ uid: string; name: string }> =>
  // Its successor is not in Grafana 12.3, the oldest line this runs on.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  getDataSourceSrv().getList({ pluginId: DATASOURCE_ID }).map(({ uid, name }) => ({ uid, name }));

import { lastValueFrom } from 'rxjs';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import type { Client } from '../../../contract/client.ts';
import { DATASOURCE_ID } from '../../data/plugin';

/**
 * Makes a token of the kind `datasource` and a data source that carries it. Every viewer of the organisation can send
 * anything through a data source, so its token can read and nothing else.
 */
export async function createDatasource(client: Client, exporterUrl: string): Promise<{ uid: string; name: string }> {
  const name = `grafana data source ${new Date().toISOString().slice(0, 19)}`;
  const { token } = await client.createToken({ body: { name, kind: 'datasource' } });
  const reply = await lastValueFrom(
    getBackendSrv().fetch<{ datasource: { uid: string; name: string } }>({
      url: '/api/datasources',
      method: 'POST',
      showSuccessAlert: false,
      showErrorAlert: false,
      data: {
        name: 'Shellwatch',
        type: DATASOURCE_ID,
        access: 'proxy',
        url: exporterUrl,
        jsonData: { httpHeaderName1: 'Authorization', httpHeaderName2: 'X-Shellwatch-Scope' },
        secureJsonData: { httpHeaderValue1: `Bearer ${token}`, httpHeaderValue2: 'view' },
      },
    })
  );
  // Grafana's page knows the data sources of its start: till then its own form says "Data source not found".
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the successor, in @grafana/runtime/unstable, is not in Grafana 12.3
  await getDataSourceSrv().reload();
  return reply.data.datasource;
}

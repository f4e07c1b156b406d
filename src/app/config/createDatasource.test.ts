import { of } from 'rxjs';
import { setBackendSrv, setDataSourceSrv, type BackendSrv, type DataSourceSrv } from '@grafana/runtime';
import type { Client } from '../../../contract/client.ts';
import { createDatasource } from './createDatasource';

it('gives the data source a read-only token of its own, and lets Grafana’s page know of it', async () => {
  const happened: unknown[] = [];
  setBackendSrv({
    fetch: ({ data }: { data: unknown }) => {
      happened.push(data);
      return of({ data: { datasource: { uid: 'd1', name: 'Shellwatch' } } });
    },
  } as unknown as BackendSrv);
  setDataSourceSrv({ reload: () => Promise.resolve(void happened.push('reload')) } as unknown as DataSourceSrv);
  const createToken = jest.fn().mockResolvedValue({ token: 'shw_read' });
  expect(await createDatasource({ createToken } as unknown as Client, 'http://exporter')).toEqual({ uid: 'd1', name: 'Shellwatch' });
  expect(createToken).toHaveBeenCalledWith({ body: { name: expect.any(String), kind: 'datasource' } });
  expect(happened).toEqual([expect.objectContaining({ url: 'http://exporter', secureJsonData: { httpHeaderValue1: 'Bearer shw_read', httpHeaderValue2: 'view' } }), 'reload']);
});

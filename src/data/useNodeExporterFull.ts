import { lastValueFrom } from 'rxjs';
import { getBackendSrv } from '@grafana/runtime';
import { useQuery } from './useQuery';

/** The address of the community dashboard "Node Exporter Full" (1860) when somebody imported it. */
export const useNodeExporterFull = (): string | undefined =>
  useQuery('dashboard/node-exporter-full', async () => {
    const reply = await lastValueFrom(getBackendSrv().fetch<Array<{ title: string; url: string }>>({ url: '/api/search?type=dash-db&query=Node%20Exporter%20Full', showErrorAlert: false }));
    return reply.data.find(({ title }) => title === 'Node Exporter Full')?.url ?? null;
  }).data ?? undefined;

import React, { lazy, Suspense } from 'react';
import { LoadingPlaceholder, Stack } from '@grafana/ui';
import { LiveNote } from '../../components/LiveNote';
import { HostKeyDecision } from '../../components/HostKeyDecision';
import { QueryView } from '../../components/QueryView';
import { VitalsLine } from '../../components/VitalsLine';
import { useHostKey } from '../../data/useHostKey';
import { useLimitBook } from '../../data/useLimitBook';
import { useLiveVitals } from '../../data/useLiveVitals';
import type { InForce } from '../../components/inForce';
import type { CheckId } from '../../../contract/check.ts';
import { NoValuesYet } from './NoValuesYet';
import { RecentChanges } from './RecentChanges';
import type { TabProps } from './serverTabs';
import { initScenes } from '../../viz/initScenes';
import { VitalsTables } from './VitalsTables';

// Scenes are half a megabyte: the numbers stand before the graphs arrive.
const HistoryGraphs = lazy(() => initScenes().then(() => import('./HistoryGraphs')));

export function OverviewTab({ server, status }: TabProps) {
  const vitals = useLiveVitals(server.id);
  const hostKey = useHostKey(server.id);
  const book = useLimitBook();
  const inForce = (check: CheckId, item = ''): InForce => ({ check, limits: book.limits(check, server, item) });
  const stale = status.state !== 'up';
  /** The question about the key says already why there is nothing, and what to do. */
  const decides = hostKey.data !== undefined && hostKey.data.seen !== null && (hostKey.data.state === 'unverified' || hostKey.data.state === 'changed');
  return (
    <Stack direction="column" gap={3}>
      {hostKey.data !== undefined && <HostKeyDecision server={server} hostKey={hostKey.data} />}
      <QueryView query={vitals} what="the vitals">
        {(data) =>
          data === null ? (
            !decides && <NoValuesYet server={server} status={status} message={`No values of ${server.name} yet`} whenUp="They come with the first poll that works." />
          ) : (
            <Stack direction="column" gap={2}>
              <LiveNote live={stale ? 'The last values before the server went away' : vitals.live ? 'live' : 'polling every 5 s'} at={data.at} />
              <VitalsLine vitals={data} stale={stale} inForce={inForce} />
              <Suspense fallback={<LoadingPlaceholder text="Loading graphs" />}>
                <HistoryGraphs server={server.id} without={[...(data.temperatures.length === 0 ? ['temperature'] : []), ...(data.disks.length === 0 ? ['disks', 'busy'] : [])]} />
              </Suspense>
              <VitalsTables vitals={data} server={server.id} inForce={inForce} />
            </Stack>
          )
        }
      </QueryView>
      <RecentChanges server={server} />
    </Stack>
  );
}

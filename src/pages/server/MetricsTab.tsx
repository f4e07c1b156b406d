import React, { lazy, Suspense } from 'react';
import { css } from '@emotion/css';
import { EmptyState, LinkButton, LoadingPlaceholder, Stack } from '@grafana/ui';
import { Choice } from '../../components/Choice';
import { useAppServices } from '../../data/appContext';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { prometheusOf } from '../../data/prometheusOf';
import { useHasSamples } from '../../data/useHasSamples';
import { useNodeExporterFull } from '../../data/useNodeExporterFull';
import { useUrlState } from '../../data/useUrlState';
import { instance } from '../../queries/panel';
import { serverPanels } from '../../queries/serverPanels';
import { initScenes } from '../../viz/initScenes';
import { NoValuesYet } from './NoValuesYet';
import type { TabProps } from './serverTabs';

const MetricsGraphs = lazy(() => initScenes().then(() => import('./MetricsGraphs')));
/** On a phone the subjects are wider than the page. */
const scroll = css({ maxWidth: '100%', overflowX: 'auto' });
const groups = serverPanels(instance('')).map(({ title }) => ({ value: title, label: title }));

/** Everything Prometheus has of the server, by subject. */
export function MetricsTab({ server, status }: TabProps) {
  const { settings } = useAppServices();
  const [state, change] = useUrlState({ group: 'CPU' });
  const prometheus = prometheusOf(settings);
  const full = useNodeExporterFull();
  const hasSamples = useHasSamples(prometheus?.uid, instance(server.name));
  if (prometheus === undefined) {
    return (
      <EmptyState variant="call-to-action" message="No Prometheus data source yet" button={can('admin') ? <LinkButton href={paths.configuration()}>Choose a data source</LinkButton> : undefined}>
        These graphs ask the Prometheus that scrapes the exporter. The overview shows the exporter’s own history without one.
      </EmptyState>
    );
  }
  if (hasSamples === undefined) {
    return <LoadingPlaceholder text="Loading graphs" />;
  }
  if (!hasSamples) {
    return (
      <NoValuesYet
        server={server}
        status={status}
        message={`${prometheus.name} has no values of ${server.name} yet`}
        whenUp="They come with the next scrape. When they do not, see whether this Prometheus scrapes the exporter."
      />
    );
  }
  return (
    <Stack direction="column" gap={2}>
      <Stack wrap="wrap" gap={1} justifyContent="space-between">
        <div className={scroll}>
          <Choice aria-label="Subject" options={groups} value={state.group} onChange={(group) => change({ group }, 'push')} />
        </div>
        {full !== undefined && (
          <LinkButton variant="secondary" icon="apps" href={`${full}?var-node=${encodeURIComponent(server.name)}`}>
            Node Exporter Full
          </LinkButton>
        )}
      </Stack>
      <Suspense fallback={<LoadingPlaceholder text="Loading graphs" />}>
        <MetricsGraphs server={server} group={state.group} prometheusUid={prometheus.uid} />
      </Suspense>
    </Stack>
  );
}

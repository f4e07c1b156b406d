import React from 'react';
import { Badge, LinkButton, Stack, Text } from '@grafana/ui';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { units } from '../../components/units';
import { useAppServices } from '../../data/appContext';
import { useFeedState } from '../../data/feed/useFeed';
import { paths } from '../../data/paths';
import { prometheusOf } from '../../data/prometheusOf';
import { useHealth } from '../../data/useHealth';
import { usePrometheusHealth } from '../../data/usePrometheusHealth';
import { HistoryFacts } from './HistoryFacts';
import { RetentionFacts } from './RetentionFacts';
import { TelegramFacts } from './TelegramFacts';

const feedWords = { idle: 'not in use here', connecting: 'connecting', live: 'live', reconnecting: 'reconnecting', refused: 'refused' } as const;

/** Whether Shellwatch itself is well: the exporter, its database, what it keeps, the Prometheus that scrapes it. */
export function HealthPart() {
  const health = useHealth(5_000);
  const { settings } = useAppServices();
  const prometheus = prometheusOf(settings);
  const feed = useFeedState();
  return (
    <Stack direction="column" gap={3}>
      <QueryView query={health} what="the health of the exporter">
        {(data) => (
          <section aria-label="Exporter">
            <Text element="h3" variant="h6">
              Exporter
            </Text>
            <Facts
              facts={[
                ['Status', <Badge key="status" text={data.status} color={data.status === 'ok' ? 'green' : 'orange'} />],
                ['Version', data.version],
                ['Address', settings.exporterUrl ?? ''],
                ['Database', <Badge key="db" text={data.database} color={data.database === 'ok' ? 'green' : 'red'} />],
                ['Lateness of polls', data.pollingLagSeconds === null ? 'nothing polled yet' : units.seconds(data.pollingLagSeconds)],
                ['SSH sessions', String(data.sessions)],
                ['Clients of the live feed', String(data.feedClients)],
                ['Feed of this page', feedWords[feed]],
              ]}
            />
          </section>
        )}
      </QueryView>
      {/* Without the exporter the banner says enough. */}
      {health.data !== undefined && (
        <>
          <HistoryFacts />
          <RetentionFacts />
          <TelegramFacts />
        </>
      )}
      <section aria-label="Prometheus">
        <Text element="h3" variant="h6">
          Prometheus
        </Text>
        {prometheus === undefined ? <Text color="secondary">No data source of this type.</Text> : <PrometheusFacts uid={prometheus.uid} name={prometheus.name} />}
      </section>
      <div>
        <LinkButton variant="secondary" icon="cog" href={paths.configuration()}>
          Change the connection
        </LinkButton>
      </div>
    </Stack>
  );
}

function PrometheusFacts({ uid, name }: { uid: string; name: string }) {
  const health = usePrometheusHealth(uid);
  return (
    <QueryView query={health} what="the state of Prometheus">
      {({ targets, ok }) => (
        <Facts
          facts={[
            ['Data source', name],
            ['Answers', <Badge key="ok" text={ok ? 'yes' : 'no'} color={ok ? 'green' : 'red'} />],
            ['Servers it has values of', String(targets)],
          ]}
        />
      )}
    </QueryView>
  );
}

import React from 'react';
import { Text } from '@grafana/ui';
import { Ago } from '../../components/Ago';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { units } from '../../components/units';
import { useHistoryState } from '../../data/useHistoryState';

/** What the exporter keeps of the past, and how much room that takes. */
export function HistoryFacts() {
  const history = useHistoryState();
  return (
    <QueryView query={history} what="the state of history">
      {(data) => (
        <section aria-label="History">
          <Text element="h3" variant="h6">
            History
          </Text>
          <Facts
            facts={[
              ['Since', <Ago key="at" at={data.oldest} never="nothing kept yet" />],
              ['Size', `${units.bytes(data.bytes)} of ${units.bytes(data.maxBytes)}`],
              ['Samples', units.count(data.samples)],
              ['Long ranges', data.prometheus ? 'from Prometheus' : 'from the exporter’s own store'],
            ]}
          />
        </section>
      )}
    </QueryView>
  );
}

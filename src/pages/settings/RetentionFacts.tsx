import React from 'react';
import { Text } from '@grafana/ui';
import type { Retention } from '../../../contract/retention.ts';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { useRetention } from '../../data/useRetention';

const kinds: Record<Retention['what'], string> = { history: 'Metrics', runs: 'Runs and their output', incidents: 'Resolved incidents', audit: 'Audit log' };

/** Exactly as it is set: 400 days are not a year. */
const span = (seconds: number) => (seconds >= 172_800 ? `${Math.round(seconds / 86_400)} days` : `${Math.round(seconds / 3_600)} hours`);

/** How long each kind of record stays, and which setting of the exporter changes that. */
export function RetentionFacts() {
  const kept = useRetention();
  return (
    <QueryView query={kept} what="what is kept">
      {({ items }) => (
        <section aria-label="Retention">
          <Text element="h3" variant="h6">
            Retention
          </Text>
          <Facts
            facts={items.map(({ what, seconds, setting }) => [
              kinds[what],
              <span key={what}>
                {span(seconds)}
                {setting !== null && (
                  <Text color="secondary">
                    {' '}
                    set by <code>{setting}</code>
                  </Text>
                )}
              </span>,
            ])}
          />
        </section>
      )}
    </QueryView>
  );
}

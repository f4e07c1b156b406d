import React from 'react';
import { Text } from '@grafana/ui';
import type { Retention } from '../../../contract/retention.ts';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { units } from '../../components/units';
import { useRetention } from '../../data/useRetention';

const kinds: Record<Retention['what'], string> = { history: 'Metrics', runs: 'Runs and their output', incidents: 'Resolved incidents', audit: 'Audit log' };

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
                {units.duration(seconds)}
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

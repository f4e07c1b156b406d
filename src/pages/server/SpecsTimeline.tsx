import React from 'react';
import { Stack, Text } from '@grafana/ui';
import type { SpecsVersion } from '../../../contract/specs.ts';
import { Ago } from '../../components/Ago';

/** Every time the machine changed, newest first. */
export function SpecsTimeline({ versions }: { versions: SpecsVersion[] }) {
  return (
    <section aria-label="History of changes">
      <Text element="h3" variant="h6">
        History of changes
      </Text>
      <Stack direction="column" gap={1}>
        {versions.map(({ id, at, first, changes }) => (
          <Stack key={id} gap={2} wrap="wrap">
            <Text color="secondary">
              <Ago at={at} />
            </Text>
            <Text>{first ? 'First reading' : changes.map(({ text }) => text).join(' · ')}</Text>
          </Stack>
        ))}
      </Stack>
    </section>
  );
}

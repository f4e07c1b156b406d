import React, { useEffect, useState } from 'react';
import { Button, FieldSet, Icon, Stack, Text } from '@grafana/ui';
import { useClient } from '../../data/appContext';
import { testExporter, type ExporterStep } from './testExporter';

const marks = { ok: 'check-circle', failed: 'exclamation-circle', skipped: 'minus-circle' } as const;
const colors = { ok: 'success', failed: 'error', skipped: 'secondary' } as const;

/** Test connection: every step with what was seen. */
export function TestSection({ auto, version }: { auto: boolean; version: string }) {
  const client = useClient();
  const [steps, setSteps] = useState<ExporterStep[]>();
  const [asked, setAsked] = useState(auto ? 1 : 0);
  const [answered, setAnswered] = useState(0);
  const busy = answered < asked;
  useEffect(() => {
    if (asked > 0) {
      void testExporter(client, version).then((result) => {
        setSteps(result);
        setAnswered(asked);
      });
    }
  }, [asked, client, version]);
  return (
    <FieldSet label="Connection">
      <Stack direction="column" gap={2} alignItems="flex-start">
        <Button variant="secondary" disabled={busy} onClick={() => setAsked(asked + 1)}>
          {busy ? 'Testing' : 'Test connection'}
        </Button>
        {steps !== undefined && (
          <Stack direction="column" gap={1} role="status" aria-label="Result of the test">
            {steps.map(({ name, state, text }) => (
              <Stack key={name} gap={1} alignItems="flex-start">
                <Text color={colors[state]}>
                  <Icon name={marks[state]} title={state} />
                </Text>
                <div>
                  <Text weight="medium">{name}</Text>
                  <br />
                  <Text color="secondary">{text}</Text>
                </div>
              </Stack>
            ))}
          </Stack>
        )}
      </Stack>
    </FieldSet>
  );
}

import React, { useState } from 'react';
import { Button, FieldSet, LinkButton, Stack, Text } from '@grafana/ui';
import { useAction } from '../../data/useAction';
import { createDatasource } from './createDatasource';
import { presentDatasources } from './presentDatasources';

/** The nested data source, for dashboards and Explore: made here in one click, with a read-only token of its own. */
export function DatasourceSection({ exporterUrl }: { exporterUrl: string }) {
  const [present, setPresent] = useState(presentDatasources);
  const create = useAction((client) => createDatasource(client, exporterUrl), {
    failed: () => 'The data source was not created',
    done: ({ name }) => `Data source ${name} created, with a new read-only token`,
  });
  const run = async () => {
    const made = await create.run();
    if (made !== undefined) {
      setPresent([...present, made]);
    }
  };
  return (
    <FieldSet label="Shellwatch data source">
      <Stack direction="column" gap={2} alignItems="flex-start">
        <Text color="secondary">Brings fleet status, vitals, command values, specs and logs into dashboards and Explore.</Text>
        {present.map(({ uid, name }) => (
          <LinkButton key={uid} variant="secondary" icon="database" href={`/connections/datasources/edit/${uid}`}>
            {name}
          </LinkButton>
        ))}
        {present.length === 0 && (
          <Button variant="secondary" icon="plus" disabled={create.busy} onClick={() => void run()}>
            Create data source
          </Button>
        )}
      </Stack>
    </FieldSet>
  );
}

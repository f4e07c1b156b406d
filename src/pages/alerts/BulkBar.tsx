import React, { useState } from 'react';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { useBulkIncidents, type BulkItem } from '../../data/useBulkIncidents';
import { SilenceMenu } from './SilenceMenu';

/** What can be done with the chosen incidents at once, how far it is, and what did not work. */
export function BulkBar({ chosen, onDone }: { chosen: Incident[]; onDone: () => void }) {
  const [failed, setFailed] = useState<BulkItem[]>([]);
  const { act, silence, progress, busy } = useBulkIncidents((results) => {
    setFailed(results.filter(({ ok }) => !ok));
    onDone();
  });
  const standing = chosen.length > 0 || progress !== undefined;
  if (!standing && failed.length === 0) {
    return null;
  }
  return (
    <Stack direction="column" gap={1}>
      {standing && (
        <Stack gap={1} alignItems="center" wrap="wrap">
          <Text>{progress === undefined ? `${chosen.length} chosen` : `${progress.done} of ${progress.total} silenced`}</Text>
          <Button size="sm" disabled={busy} onClick={() => void act.run(chosen, 'acknowledge')}>
            Acknowledge
          </Button>
          <SilenceMenu size="sm" disabled={busy} onChoose={(minutes) => void silence.run(chosen, minutes)} />
          <Button size="sm" variant="secondary" disabled={busy} onClick={() => void act.run(chosen, 'resolve')}>
            Resolve
          </Button>
          <Button size="sm" variant="secondary" fill="text" disabled={busy} onClick={onDone}>
            Choose none
          </Button>
        </Stack>
      )}
      {failed.length > 0 && (
        <Alert severity="warning" title={`${failed.length} did not work`} onRemove={() => setFailed([])}>
          <ul>
            {failed.slice(0, 20).map(({ incident, message }) => (
              <li key={incident.id}>
                {incident.summary}: {message ?? 'no reason was given'}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </Stack>
  );
}

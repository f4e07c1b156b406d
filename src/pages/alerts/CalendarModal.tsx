import React, { useState } from 'react';
import { Alert, Button, Modal, Stack, Text } from '@grafana/ui';
import type { Schedule } from '../../../contract/escalation.ts';
import { CopyText } from '../../components/CopyText';
import { saveFile } from '../../components/saveFile';
import { useAppServices } from '../../data/appContext';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';

/** The shifts in a calendar of one's own: by an address that it asks again and again, or once as a file. */
export function CalendarModal({ rota, onDone }: { rota: Schedule; onDone: () => void }) {
  const { exporterUrl = '' } = useAppServices().settings;
  const [address, setAddress] = useState<string>();
  const params = { id: rota.id };
  const make = useAction((client) => client.makeCalendarLink({ params }), { failed: () => 'No address was made', after: ({ path }) => setAddress(`${exporterUrl.replace(/\/+$/, '')}${path}`) });
  const end = useAction((client) => client.endCalendarLink({ params }), { failed: () => 'The address was not ended', done: () => `No calendar reads ${rota.name} any more`, after: () => setAddress(undefined) });
  const file = useAction((client) => client.scheduleCalendar({ params }), { failed: () => `No calendar of ${rota.name}`, after: (text) => saveFile('rota.ics', 'text/calendar', text) });
  return (
    <Modal isOpen title={`Calendar of ${rota.name}`} onDismiss={onDone}>
      <Stack direction="column" gap={2}>
        <Text>A calendar that subscribes to an address follows the rota by itself. A file has the shifts as they are now.</Text>
        {address !== undefined && (
          <Alert severity="info" title="Subscribe to this address">
            <CopyText what="the address" text={address} />
            It is shown once. Whoever has it can read this rota, and nothing else. It begins with the exporter as Grafana reaches it: put in what your calendar reaches.
          </Alert>
        )}
        {can('operate') && (
          <Text color="secondary" variant="bodySmall">
            There is one address for each rota: a new one ends the one before.
          </Text>
        )}
      </Stack>
      <Modal.ButtonRow>
        {can('operate') && (
          <>
            <Button variant="secondary" fill="text" disabled={end.busy} onClick={() => void end.run()}>
              End the address
            </Button>
            <Button variant={address === undefined ? 'primary' : 'secondary'} disabled={make.busy} onClick={() => void make.run()}>
              Make an address
            </Button>
          </>
        )}
        <Button variant="secondary" icon="download-alt" disabled={file.busy} onClick={() => void file.run()}>
          Save the file
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}

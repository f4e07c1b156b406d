import React, { useState } from 'react';
import { Button, Field, Stack, TextArea } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { useIncidentActions } from '../../data/useIncidentActions';

/** A line of the time line that a person writes. */
export function CommentBox({ incident }: { incident: Incident }) {
  const [text, setText] = useState('');
  const { comment } = useIncidentActions();
  const send = async () => {
    if ((await comment.run(incident, text.trim())) !== undefined) {
      setText('');
    }
  };
  return (
    <Stack direction="column" gap={1}>
      <Field label="Comment" noMargin>
        <TextArea id="comment" rows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </Field>
      <div>
        <Button variant="secondary" disabled={text.trim() === '' || comment.busy} onClick={() => void send()}>
          Add comment
        </Button>
      </div>
    </Stack>
  );
}

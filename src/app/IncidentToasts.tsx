import { useRef } from 'react';
import { useFeed } from '../data/feed/useFeed';
import { notify } from '../data/notify';

/** Tells of each incident that opens while a page of the app stands, whichever it is; those in maintenance or silenced stay quiet, and StatusToasts told of servers that went down. */
export function IncidentToasts() {
  const open = useRef(new Set<string>());
  useFeed('incidents', {}, (message) => {
    if (message.type === 'snapshot') {
      open.current = new Set(message.data.items.map(({ id }) => id));
      return;
    }
    const { id, state, severity, summary, maintenance, silenceId, check } = message.data;
    if (state === 'resolved') {
      open.current.delete(id);
    } else if (!open.current.has(id)) {
      open.current.add(id);
      if (!maintenance && silenceId === null && check !== 'server_down') {
        notify.warning(`incident ${severity}`, summary);
      }
    }
  });
  return null;
}

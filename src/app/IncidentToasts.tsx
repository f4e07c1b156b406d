import { useEffect, useRef } from 'react';
import type { Incident } from '../../contract/incident.ts';
import { useFeed } from '../data/feed/useFeed';
import { notify } from '../data/notify';
import { createToastTopic, listed, type ToastTopic } from './toastTopic';

/** A rule tells of the servers it fires on in one go: the first is told at once, the rest together. */
const topicOf = (severity: Incident['severity']) =>
  createToastTopic<Incident>({
    gatherMs: 0,
    tell: (incidents) => {
      const title = incidents.length === 1 ? (incidents[0]?.summary ?? '') : `${incidents.length} more ${severity} incidents`;
      notify.warning(`incident ${title}`, title, incidents.length === 1 ? undefined : listed(incidents.map(({ summary }) => summary)));
    },
  });

/** Tells of incidents that open while a page of the app stands, whichever it is; those in maintenance or silenced stay quiet, and StatusToasts told of servers that went down. */
export function IncidentToasts() {
  const open = useRef(new Set<string>());
  const topics = useRef<Record<Incident['severity'], ToastTopic<Incident>>>(undefined);
  useEffect(() => {
    const all = { warning: topicOf('warning'), critical: topicOf('critical') };
    topics.current = all;
    return () => Object.values(all).forEach(({ end }) => end());
  }, []);
  useFeed('incidents', {}, (message) => {
    if (message.type === 'snapshot') {
      open.current = new Set(message.data.items.map(({ id }) => id));
      return;
    }
    const { id, state, severity, maintenance, silenceId, check } = message.data;
    if (state === 'resolved') {
      open.current.delete(id);
      Object.values(topics.current ?? {}).forEach(({ forget }) => forget(id));
    } else if (!open.current.has(id)) {
      open.current.add(id);
      if (!maintenance && silenceId === null && check !== 'server_down') {
        topics.current?.[severity].add(id, message.data);
      }
    }
  });
  return null;
}

import { Counter, type Registry } from 'prom-client';
import type { OutboxSenderDeps } from '../fleet/escalation/outboxSender.ts';

/** Counts how notifications go, for the exporter's own metrics. */
export function countNotifications(registry: Registry): OutboxSenderDeps['onOutcome'] {
  const registers = [registry];
  const labelNames = ['channel', 'result'] as const;
  const tries = new Counter({ registers, labelNames, name: 'shellwatch_notification_tries_total', help: 'Tries to send a notification, by how they ended.' });
  const repeated = new Counter({ registers, labelNames: ['channel'], name: 'shellwatch_notifications_repeated_total', help: 'Notifications that were sent once more because the exporter had stopped while it sent them: each may have arrived twice.' });
  for (const channel of ['telegram', 'email', 'webhook']) {
    (['accepted', 'retry', 'dead'] as const).forEach((result) => tries.inc({ channel, result }, 0));
    repeated.inc({ channel }, 0);
  }
  return (channel, outcome) => (outcome === 'repeated' ? repeated.inc({ channel }) : tries.inc({ channel, result: outcome }));
}

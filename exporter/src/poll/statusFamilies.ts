import { StatusState } from '../../../contract/status.ts';
import type { Family, Sample } from '../metrics/family.ts';
import type { Polling } from './polling.ts';

const seconds = (instant: string): number => Date.parse(instant) / 1_000;
const family = (type: Family['type'], name: string, help: string, samples: Sample[]): Family => ({
  name,
  help,
  type,
  samples,
});
const sample = (instance: string, value: number, labels: Record<string, string> = {}): Sample => ({
  labels: { instance, ...labels },
  value,
});

/**
 * The state of every server with its `instance`, there from the first moment and also while a server is down:
 * alert rules need a series that says "down", not one that is missing.
 */
function states({ statuses, roster }: Polling): Family[] {
  const all = statuses.list();
  return [
    family(
      'gauge',
      'shellwatch_up',
      'Whether the last poll of the server worked.',
      all.map(({ name, state }) => sample(name, state === 'up' ? 1 : 0))
    ),
    family(
      'gauge',
      'shellwatch_monitored',
      'Whether the server is to be polled: 0 while a person has disabled or stopped it.',
      all.map(({ name, reason }) => sample(name, reason === 'disabled' || reason === 'stopped' ? 0 : 1))
    ),
    family(
      'gauge',
      'shellwatch_status',
      'The state of the server: 1 for the one it is in.',
      all.flatMap(({ name, state }) =>
        StatusState.options.map((option) => sample(name, option === state ? 1 : 0, { state: option }))
      )
    ),
    family(
      'gauge',
      'shellwatch_status_reason_info',
      'Why the server is in its state; the reason is empty while it is up.',
      all.map(({ name, state, reason }) => sample(name, 1, { state, reason: reason ?? '' }))
    ),
    family(
      'gauge',
      'shellwatch_status_since_timestamp_seconds',
      'Since when the server is in its state.',
      all.map(({ name, since }) => sample(name, seconds(since)))
    ),
    family(
      'gauge',
      'shellwatch_last_seen_timestamp_seconds',
      'The end of the last poll that worked.',
      all.flatMap(({ name, lastSeen }) => (lastSeen === null ? [] : [sample(name, seconds(lastSeen))]))
    ),
    family(
      'gauge',
      'shellwatch_server_jump_info',
      'The server that this one is reached through.',
      roster
        .list()
        .flatMap(({ name, jump }) => (jump === null ? [] : [sample(name, 1, { jump: roster.get(jump)?.name ?? jump })]))
    ),
    family(
      'gauge',
      'shellwatch_poll_interval_seconds',
      'The time between two polls of the server.',
      roster.list().map(({ name, intervalMs }) => sample(name, intervalMs / 1_000))
    ),
  ];
}

/** What the sessions say of themselves. */
function connections({ sessions, poller }: Polling): Family[] {
  const all = sessions.list();
  return [
    family(
      'gauge',
      'shellwatch_reader_info',
      'Which reader reads files on the server: perl, awk, sh or exec.',
      all.flatMap(({ server, session }) =>
        session.rung === undefined ? [] : [sample(server.name, 1, { rung: session.rung })]
      )
    ),
    family(
      'counter',
      'shellwatch_session_received_bytes_total',
      'Bytes received over the present session.',
      all.map(({ server, session }) => sample(server.name, session.bytes.received))
    ),
    family(
      'counter',
      'shellwatch_session_sent_bytes_total',
      'Bytes sent over the present session.',
      all.map(({ server, session }) => sample(server.name, session.bytes.sent))
    ),
    family(
      'gauge',
      'shellwatch_hung_commands',
      'Commands of collectors that did not end in time at their last try.',
      all.map(({ server, session }) => sample(server.name, poller.hungRuns(session).length))
    ),
  ];
}

/** Everything the polling room publishes of each server, up or down. */
export const statusFamilies = (polling: Polling): Family[] =>
  [...states(polling), ...connections(polling)].filter(({ samples }) => samples.length > 0);

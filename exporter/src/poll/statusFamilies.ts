import { StatusState } from '../../../contract/status.ts';
import type { Family, Sample } from '../metrics/family.ts';
import type { Roster } from './roster.ts';
import type { Statuses } from './statuses.ts';

const seconds = (instant: string): number => Date.parse(instant) / 1_000;
const gauge = (name: string, help: string, samples: Sample[]): Family => ({ name, help, type: 'gauge', samples });

/**
 * The state of every server with its `instance`, there from the first moment and also while a server is down:
 * alert rules need a series that says "down", not one that is missing.
 */
export function statusFamilies(statuses: Statuses, roster: Roster): Family[] {
  const all = statuses.list();
  const server = (name: string, value: number, labels: Record<string, string> = {}): Sample => ({ labels: { instance: name, ...labels }, value });
  return [
    gauge('shellwatch_up', 'Whether the last poll of the server worked.', all.map(({ name, state }) => server(name, state === 'up' ? 1 : 0))),
    gauge(
      'shellwatch_monitored',
      'Whether the server is to be polled: 0 while a person has disabled or stopped it.',
      all.map(({ name, reason }) => server(name, reason === 'disabled' || reason === 'stopped' ? 0 : 1))
    ),
    gauge(
      'shellwatch_status',
      'The state of the server: 1 for the one it is in.',
      all.flatMap(({ name, state }) => StatusState.options.map((option) => server(name, option === state ? 1 : 0, { state: option })))
    ),
    gauge(
      'shellwatch_status_reason_info',
      'Why the server is in its state; the reason is empty while it is up.',
      all.map(({ name, state, reason }) => server(name, 1, { state, reason: reason ?? '' }))
    ),
    gauge('shellwatch_status_since_timestamp_seconds', 'Since when the server is in its state.', all.map(({ name, since }) => server(name, seconds(since)))),
    gauge(
      'shellwatch_last_seen_timestamp_seconds',
      'The end of the last poll that worked.',
      all.flatMap(({ name, lastSeen }) => (lastSeen === null ? [] : [server(name, seconds(lastSeen))]))
    ),
    gauge(
      'shellwatch_server_jump_info',
      'The server that this one is reached through.',
      roster.list().flatMap(({ name, jump }) => (jump === null ? [] : [server(name, 1, { jump: roster.get(jump)?.name ?? jump })]))
    ),
    gauge('shellwatch_poll_interval_seconds', 'The time between two polls of the server.', roster.list().map(({ name, intervalMs }) => server(name, intervalMs / 1_000))),
  ].filter((family) => family.samples.length > 0);
}

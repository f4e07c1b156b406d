import { StatusState, type ServerStatus } from '../../../contract/status.ts';
import { single, type Family } from '../metrics/family.ts';
import type { ServerFamilies } from '../metrics/fleetExposition.ts';
import type { PolledServer } from './directory.ts';
import type { Polling } from './polling.ts';

const seconds = (instant: string): number => Date.parse(instant) / 1_000;
const gauge = (name: string, help: string, value: number): Family => single('gauge', name, help, value);
/** A gauge that is 1: what it tells is in its labels. */
const info = (name: string, help: string, labels: Record<string, string>): Family => ({
  ...gauge(name, help, 1),
  samples: [{ labels, value: 1 }],
});

/** The state of a server, there from the first moment and also while it is down: alert rules need a series that says "down", not one that is missing. */
function* state({ state, reason, since, lastSeen }: ServerStatus): Generator<Family> {
  const monitored = reason === 'disabled' || reason === 'stopped' ? 0 : 1;
  yield gauge('shellwatch_up', 'Whether the last poll of the server worked.', state === 'up' ? 1 : 0);
  yield gauge(
    'shellwatch_monitored',
    'Whether the server is to be polled: 0 while a person has disabled or stopped it.',
    monitored
  );
  yield {
    ...gauge('shellwatch_status', 'The state of the server: 1 for the one it is in.', 0),
    samples: StatusState.options.map((option) => ({ labels: { state: option }, value: option === state ? 1 : 0 })),
  };
  yield info('shellwatch_status_reason_info', 'Why the server is in its state; the reason is empty while it is up.', {
    state,
    reason: reason ?? '',
  });
  yield gauge('shellwatch_status_since_timestamp_seconds', 'Since when the server is in its state.', seconds(since));
  if (lastSeen !== null) {
    yield gauge('shellwatch_last_seen_timestamp_seconds', 'The end of the last poll that worked.', seconds(lastSeen));
  }
}

/** How a server is to be polled. */
function* plan({ intervalMs, jump }: PolledServer, { roster }: Polling): Generator<Family> {
  if (jump !== null) {
    const labels = { jump: roster.get(jump)?.name ?? jump };
    yield info('shellwatch_server_jump_info', 'The server that this one is reached through.', labels);
  }
  yield gauge('shellwatch_poll_interval_seconds', 'The time between two polls of the server.', intervalMs / 1_000);
}

/** What the session with a server says of itself. */
function* connection(serverId: string, { sessions, poller }: Polling): Generator<Family> {
  const session = sessions.current(serverId);
  if (session === undefined) {
    return;
  }
  const { rung, bytes } = session;
  if (rung !== undefined) {
    const help = 'Which reader reads files on the server: perl, awk, sh or exec.';
    yield info('shellwatch_reader_info', help, { rung });
  }
  const received = 'Bytes received over the present session.';
  const sent = 'Bytes sent over the present session.';
  yield single('counter', 'shellwatch_session_received_bytes_total', received, bytes.received);
  yield single('counter', 'shellwatch_session_sent_bytes_total', sent, bytes.sent);
  yield gauge(
    'shellwatch_hung_commands',
    'Commands of collectors that did not end in time at their last try.',
    poller.hungRuns(session).length
  );
}

/** Everything the polling room publishes of each server, up or down. */
export function* statusFamilies(polling: Polling): Generator<ServerFamilies> {
  for (const status of polling.statuses.list()) {
    const server = polling.roster.get(status.id);
    const planned = server === undefined ? [] : plan(server, polling);
    yield { name: status.name, families: [...state(status), ...planned, ...connection(status.id, polling)] };
  }
}

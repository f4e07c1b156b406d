import type { ServerStatus, StatusState } from '../../../../contract/status.ts';
import type { Clock } from '../../clock.ts';
import type { PollBus } from '../../poll/events.ts';
import type { Roster } from '../../poll/roster.ts';
import type { Statuses } from '../../poll/statuses.ts';
import type { FleetBus } from '../events.ts';
import { createChannel } from './channel.ts';
import { channelSource } from './channelSource.ts';
import { serverFilter } from './serverFilter.ts';
import type { ChangeFor, TopicSource } from './topicSource.ts';

export interface StatusSourceOptions {
  pollBus: PollBus;
  fleetBus: FleetBus;
  statuses: Statuses;
  roster: Roster;
  clock: Clock;
}

/** Changes a client can catch up on: a fleet of a thousand that goes down and up again. */
const kept = 4_000;

/** The topic `status`: the whole fleet, then each server whose state or reason changes, or that is deleted. */
export function statusSource({ pollBus, fleetBus, statuses, roster, clock }: StatusSourceOptions): TopicSource<'status'> {
  const channel = createChannel<ChangeFor<'status'>>(clock, { keep: kept });
  pollBus.on('status', (server) => channel.publish({ server, gone: false }));
  fleetBus.on('serverDeleted', ({ id }) => {
    const server = statuses.get(id);
    if (server !== undefined) {
      channel.publish({ server, gone: true });
    }
  });
  return channelSource({
    topic: 'status',
    channel,
    snapshot(filter) {
      const matches = serverFilter(filter, roster);
      const servers = statuses.list().filter(({ id }) => matches(id));
      return { totals: totalsOf(servers), servers };
    },
    pick(filter) {
      const matches = serverFilter(filter, roster);
      // A deleted server has no tags any more: whoever has it must hear that it is gone.
      return (change) => (matches(change.server.id) || (change.gone && filter.server === undefined) ? change : undefined);
    },
  });
}

function totalsOf(servers: readonly ServerStatus[]): Record<StatusState, number> {
  const totals: Record<StatusState, number> = { up: 0, down: 0, paused: 0, pending: 0 };
  for (const { state } of servers) {
    totals[state] += 1;
  }
  return totals;
}

import type { Clock } from '../../clock.ts';
import { createChannel } from '../feed/channel.ts';
import { channelSource } from '../feed/channelSource.ts';
import type { ChangeFor, TopicSource } from '../feed/topicSource.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import type { IncidentRoom } from './incidentRoom.ts';

/** Changes a client can catch up on. */
const kept = 2_000;

/** The topic `incidents`: those that are open, then each one that changes. Changes are told in the order they happened. */
export function incidentSource({ bus, open, view }: Pick<IncidentRoom, 'bus' | 'open' | 'view'>, clock: Clock, onError: (error: unknown) => void): TopicSource<'incidents'> {
  const channel = createChannel<ChangeFor<'incidents'>>(clock, { keep: kept });
  let waiting: IncidentRecord[] = [];
  let turn: Promise<void> = Promise.resolve();
  const tell = async (): Promise<void> => {
    const incidents = waiting;
    waiting = [];
    (await view(incidents)).forEach((one) => channel.publish(one, one.id));
  };
  bus.on('change', ({ incident }) => {
    // A thousand changes of one body are read together.
    if (waiting.push(incident) === 1) {
      turn = turn.then(tell).catch(onError);
    }
  });
  return channelSource({
    topic: 'incidents',
    channel,
    snapshot: async ({ server }) => ({ items: (await open()).filter(({ serverId }) => server === undefined || serverId === server) }),
    pick: ({ server }) => (incident) => (server === undefined || incident.serverId === server ? incident : undefined),
  });
}

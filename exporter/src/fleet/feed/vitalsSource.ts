import type { CompactVitals } from '../../../../contract/vitals.ts';
import type { Clock } from '../../clock.ts';
import type { Roster } from '../../poll/roster.ts';
import type { VitalsBoard } from '../vitals/board.ts';
import { createChannel, type Channel } from './channel.ts';
import { createMessage } from './message.ts';
import { serverFilter } from './serverFilter.ts';
import type { ChangeFor, OpenTopic, Subscriber, TopicSource } from './topicSource.ts';

type News = ChangeFor<'vitals'>;

/** The fleet's polls of so long go out together: one message instead of seventy a second at 1000 servers. */
const batchMs = 1_000;

/** The newer one of each server. */
function mergeNews(older: News, newer: News): News {
  const servers = new Map([...older.servers, ...newer.servers].map((one) => [one.id, one]));
  return { servers: [...servers.values()], detail: newer.detail };
}

/** Every second what was polled in it, while anybody listens. */
function createBatches(board: VitalsBoard, clock: Clock): Channel<CompactVitals[]> {
  const channel = createChannel<CompactVitals[]>(clock, { keep: 1 });
  let batch: CompactVitals[] = [];
  board.events.on('reading', ({ compact }) => {
    if (batch.length === 0) {
      clock.after(batchMs, () => {
        channel.publish(batch);
        batch = [];
      });
    }
    batch.push(compact);
  });
  return channel;
}

/** The topic `vitals`: compact ones of the fleet, or all of one server. */
export function vitalsSource(board: VitalsBoard, roster: Roster, clock: Clock): TopicSource<'vitals'> {
  const batches = createBatches(board, clock);
  // Shared by all who follow the whole fleet.
  const whole = createChannel<News>(clock, { keep: 1 });
  batches.listen(({ data }) => whole.publish({ servers: data, detail: null }));

  const openServer = (server: string, subscriber: Subscriber<'vitals'>): OpenTopic<'vitals'> => {
    let seq = 0;
    const news = (): News => ({ servers: board.compact().filter(({ id }) => id === server), detail: board.vitals(server) ?? null });
    const hear = ({ compact }: { compact: CompactVitals }): void => {
      if (compact.id === server) {
        seq += 1;
        subscriber.push(createMessage(seq, clock.now(), { servers: [compact], detail: board.vitals(server) ?? null }));
      }
    };
    board.events.on('reading', hear);
    return { start: { snapshot: news(), seq }, close: () => void board.events.off('reading', hear) };
  };

  return {
    topic: 'vitals',
    merge: mergeNews,
    open(subscriber) {
      const { filter } = subscriber;
      if (filter.server !== undefined) {
        return openServer(filter.server, subscriber);
      }
      const matches = serverFilter(filter, roster);
      const snapshot = { servers: board.compact().filter(({ id }) => matches(id)), detail: null };
      if (filter.tag === undefined) {
        return { start: { snapshot, seq: whole.seq() }, close: whole.listen(subscriber.push) };
      }
      const close = batches.listen(({ seq, at, data }) => {
        const servers = data.filter(({ id }) => matches(id));
        if (servers.length > 0) {
          subscriber.push(createMessage(seq, at, { servers, detail: null }));
        }
      });
      return { start: { snapshot, seq: batches.seq() }, close };
    },
  };
}

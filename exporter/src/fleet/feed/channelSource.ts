import type { TopicName } from '../../../../contract/feedTopics.ts';
import type { Channel } from './channel.ts';
import { createMessage, type Message } from './message.ts';
import type { ChangeFor, FilterFor, SnapshotFor, Subscriber, TopicSource } from './topicSource.ts';

export interface ChannelSourceOptions<T extends TopicName, Data> {
  topic: T;
  channel: Channel<Data>;
  /** `seq`: changes up to there belong into the snapshot, later ones are told after it. */
  snapshot(filter: FilterFor<T>, subscriber: Subscriber<T>, seq: number): SnapshotFor<T> | Promise<SnapshotFor<T>>;
  /**
   * What a subscription with this filter hears of a change: the change itself (its JSON is then shared by all), a part of it,
   * or undefined for nothing. Called once for each subscription; it may throw a `Failure` for a filter that can not be.
   */
  pick(filter: FilterFor<T>): (data: Data) => ChangeFor<T> | undefined;
}

/** A topic that is one stream with filters: a snapshot from somewhere, then changes from a channel. */
export function channelSource<T extends TopicName, Data extends ChangeFor<T>>({ topic, channel, snapshot, pick }: ChannelSourceOptions<T, Data>): TopicSource<T> {
  return {
    topic,
    async open(subscriber) {
      const { filter, after } = subscriber;
      const picked = pick(filter);
      const select = (message: Message<Data>): Message<ChangeFor<T>> | undefined => {
        const data = picked(message.data);
        return data === message.data ? message : data === undefined ? undefined : createMessage(message.seq, message.at, data, message.key);
      };
      const close = channel.listen((message) => {
        const change = select(message);
        if (change !== undefined) {
          subscriber.push(change);
        }
      });
      const missed = after === undefined ? undefined : channel.since(after);
      if (missed !== undefined) {
        return { start: { missed: missed.flatMap((message) => select(message) ?? []) }, close };
      }
      try {
        // Before the snapshot is taken: a change that comes meanwhile may be in it, and is told again.
        const seq = channel.seq();
        return { start: { snapshot: await snapshot(filter, subscriber, seq), seq }, close };
      } catch (error) {
        close();
        throw error;
      }
    },
  };
}

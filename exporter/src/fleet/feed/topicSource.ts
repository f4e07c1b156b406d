import type { FeedTopics, TopicName } from '../../../../contract/feedTopics.ts';
import type { ChangeOf, FilterOf, SnapshotOf } from '../../../../contract/topic.ts';
import type { Actor } from '../../actor.ts';
import type { Message } from './message.ts';

export type FilterFor<T extends TopicName> = FilterOf<FeedTopics[T]>;
export type SnapshotFor<T extends TopicName> = SnapshotOf<FeedTopics[T]>;
export type ChangeFor<T extends TopicName> = ChangeOf<FeedTopics[T]>;

/** Who subscribes, to what, and where the changes go. */
export interface Subscriber<T extends TopicName> {
  readonly filter: FilterFor<T>;
  readonly actor: Actor;
  /** The last position this client saw, when it resumes. */
  readonly after: number | undefined;
  /** May be called while `open` still runs: such changes come after the snapshot. */
  push(change: Message<ChangeFor<T>>): void;
  /** There is nothing more to come. */
  end(reason: 'ended' | 'failed', message: string): void;
}

export interface OpenTopic<T extends TopicName> {
  /** The state to begin with, and its position in the stream; or, when `after` could be resumed, the changes since. */
  start: { snapshot: SnapshotFor<T>; seq: number } | { missed: ReadonlyArray<Message<ChangeFor<T>>> };
  close(): void;
  /** The client does not want to hear for a while: what costs work to get may be held back. */
  pause?(paused: boolean): void;
}

/**
 * Where a topic's messages come from: the one seam between the feed and the rooms that have something to tell.
 * A room pushes its source to `core.topics` while it is wired. `open` may throw a `Failure`, which the client is told.
 */
export interface TopicSource<T extends TopicName = TopicName> {
  readonly topic: T;
  open(subscriber: Subscriber<T>): OpenTopic<T> | Promise<OpenTopic<T>>;
  /** For topics that deliver the latest: what a slow client gets in place of two changes of one key; the newer one unless told. */
  merge?(older: ChangeFor<T>, newer: ChangeFor<T>): ChangeFor<T>;
}

/** Of any topic; which one it is, its `topic` tells. */
export type AnyTopicSource = { [T in TopicName]: TopicSource<T> }[TopicName];

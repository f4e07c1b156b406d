import { useEffect, useSyncExternalStore } from 'react';
import type { TopicName } from '../../../contract/feedTopics.ts';
import { useAppServices } from '../appContext';
import { useLatest } from '../useLatest';
import type { FeedFailure, FeedState, NewsOf } from './feedClient';

/** Hears a topic while the component stands; `filter` undefined: not yet. */
export function useFeed<T extends TopicName>(topic: T, filter: object | undefined, hear: (message: NewsOf<T>) => void, fail?: (failure: FeedFailure) => void): void {
  const { feed } = useAppServices();
  const latest = useLatest({ hear, fail });
  const key = filter === undefined ? undefined : JSON.stringify(filter);
  useEffect(
    () => (key === undefined ? undefined : feed.subscribe(topic, JSON.parse(key) as object, (message) => latest.current.hear(message), (failure) => latest.current.fail?.(failure))),
    [feed, topic, key, latest]
  );
}

export function useFeedState(): FeedState {
  const { feed } = useAppServices();
  return useSyncExternalStore(feed.onState, feed.state);
}

import { createFeedClient, type FeedClient } from '../data/feed/feedClient';
import { openFeed } from '../data/feed/openFeed';

const feeds = new Map<string, FeedClient>();

/** One feed for each data source: every panel of a dashboard shares one socket. */
export function feedOf(root: string): FeedClient {
  const present = feeds.get(root);
  if (present !== undefined) {
    return present;
  }
  const feed = createFeedClient({ open: openFeed(`${root}/ws`, `${root}/api/v1`) });
  feeds.set(root, feed);
  return feed;
}

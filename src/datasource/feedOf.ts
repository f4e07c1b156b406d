import { createFeedClient, type FeedClient } from '../data/feed/feedClient';
import { socketUrl, type Socket } from '../data/feed/socket';

const feeds = new Map<string, FeedClient>();

/** One feed for each address: every panel of a dashboard shares one socket. */
export function feedOf(path: string): FeedClient {
  const present = feeds.get(path);
  if (present !== undefined) {
    return present;
  }
  const feed = createFeedClient({ open: () => new WebSocket(socketUrl(path)) as Socket });
  feeds.set(path, feed);
  return feed;
}

/** What one client, and all of them, may take. Times in milliseconds. */
export interface FeedLimits {
  /** Clients at once, and of one caller (a token, or a person in Grafana). */
  clients: number;
  clientsPerCaller: number;
  subscriptions: number;
  /** Messages a client may send: so many at once, then so many a second. */
  burst: number;
  perSecond: number;
  /** What waits for a client that does not read, or for a paused subscription: changes past this are dropped and told. */
  queueBytes: number;
  queueMessages: number;
  /** A client that took nothing of its queue for so long is cut off. */
  slow: number;
  ping: number;
  /** Who was told to go may read on for so long, to hear why. */
  farewell: number;
  /** A client without any subscription is cut off after this. */
  idle: number;
  /** The connection ends after this, so that a role that was taken away ends too. */
  age: number;
  /** A direct token is looked up again this often. */
  recheck: number;
}

export const feedLimits: FeedLimits = {
  clients: 2_000,
  clientsPerCaller: 200,
  subscriptions: 64,
  burst: 200,
  perSecond: 20,
  queueBytes: 1_048_576,
  queueMessages: 2_000,
  slow: 30_000,
  ping: 25_000,
  farewell: 30_000,
  idle: 300_000,
  age: 900_000,
  recheck: 30_000,
};

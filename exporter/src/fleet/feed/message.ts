/** One change of a topic. Made once however many clients get it: its JSON is written at the first send, and shared. */
export interface Message<Data = unknown> {
  /** Position in the topic's stream. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly data: Data;
  /** For topics that deliver the latest: what it is the latest of. */
  readonly key: string;
  json(): string;
}

export function createMessage<Data>(seq: number, at: number, data: Data, key = ''): Message<Data> {
  let text: string | undefined;
  return { seq, at, data, key, json: () => (text ??= JSON.stringify(data)) };
}

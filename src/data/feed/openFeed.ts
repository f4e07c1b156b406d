import { ndjsonSocket } from './ndjsonSocket';
import { pageUrl, socketUrl, type Socket } from './socket';

export interface FeedDoors {
  webSocket: () => Socket;
  ndjson: () => Socket;
}

/** A proxy that lets no WebSocket through refuses it each time; one refusal may be a restart of the exporter. */
const refusalsForGood = 2;

/**
 * Opens the feed by WebSocket, and as lines of HTTP replies where none gets through. When those end, as they do at their
 * greatest age, a WebSocket is tried once more.
 */
export function feedOpener({ webSocket, ndjson }: FeedDoors): () => Socket {
  let refusals = 0;
  return () => {
    const byLines = refusals >= refusalsForGood;
    const inner = byLines ? ndjson() : webSocket();
    let heard = false;
    const socket: Socket = { send: (text) => inner.send(text), close: () => inner.close(), onopen: null, onmessage: null, onclose: null };
    inner.onmessage = (event) => {
      heard = true;
      refusals = byLines ? refusals : 0;
      socket.onmessage?.(event);
    };
    inner.onclose = () => {
      refusals = byLines ? refusalsForGood - 1 : heard ? 0 : refusals + 1;
      socket.onclose?.();
    };
    return socket;
  };
}

/** The feed below a path of Grafana's proxies; `webSocket` and `api` are where the exporter's two doors stand behind it. */
export const openFeed = (webSocket: string, api: string): (() => Socket) =>
  feedOpener({
    webSocket: () => new WebSocket(socketUrl(webSocket)) as Socket,
    ndjson: () => ndjsonSocket((path, signal) => fetch(pageUrl(api + path), { signal, credentials: 'same-origin', headers: { accept: 'application/x-ndjson, application/json' } })),
  });

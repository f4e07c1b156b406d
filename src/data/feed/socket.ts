import { config } from '@grafana/runtime';

/** What the feed needs of a WebSocket, so that tests can stand in for it. */
export interface Socket {
  send: (text: string) => void;
  close: () => void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

/** A path of Grafana, wherever it is served. */
export const pageUrl = (path: string): string => `${config.appSubUrl ?? ''}${path}`;

/** A path of Grafana as the address of a WebSocket, on whatever address this page came from. */
export function socketUrl(path: string, location: Pick<Location, 'protocol' | 'host'> = window.location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${pageUrl(path)}`;
}

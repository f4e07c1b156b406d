import type { ServerStatus } from '../../../../contract/status.ts';
import { whole, type Measured } from './measured.ts';

/** A server as its status tells it, and the way there. */
export interface StatusView {
  status: ServerStatus;
  /** The server it is reached through, when there is one that is watched itself. */
  jump: ServerStatus | undefined;
}

const plain = (reason: string | null): string => (reason ?? '').replace(/^(jump:)+/, '');
const personal = new Set(['disabled', 'stopped']);
const own = new Set(['host_key_changed', 'auth_paused']);

/**
 * 1 while a server can not be polled and nothing else says why: a changed host key and refused logins have checks of their own,
 * and for a server behind a jump server that is not up either, the jump server's own alert is the one notice.
 */
function down({ status, jump }: StatusView): number | null {
  if (status.state === 'paused' && personal.has(plain(status.reason))) {
    return null;
  }
  if (status.state === 'up' || status.state === 'pending' || own.has(status.reason ?? '')) {
    return 0;
  }
  const behind = (status.reason ?? '').startsWith('jump:') && jump !== undefined && jump.state !== 'up' && jump.state !== 'pending' && !personal.has(plain(jump.reason));
  return behind ? 0 : 1;
}

const watched = ({ state, reason }: ServerStatus): boolean => !(state === 'paused' && personal.has(plain(reason)));

/** Checks that are read from the status, and so have a value while the server is down, too. */
export const statusMeasures = {
  server_down: (view: StatusView): Measured[] => whole(down(view)),
  host_key_changed: ({ status }: StatusView): Measured[] => (watched(status) ? whole(status.reason === 'host_key_changed' ? 1 : 0) : []),
  auth_paused: ({ status }: StatusView): Measured[] => (watched(status) ? whole(status.reason === 'auth_paused' ? 1 : 0) : []),
};

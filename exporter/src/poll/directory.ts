import type { HostKey, SshTarget } from '../ssh/session.ts';

/** A server as the polling room sees it: no credential, no notes. */
export interface PolledServer {
  id: string;
  name: string;
  enabled: boolean;
  /** Milliseconds between polls. */
  intervalMs: number;
  /** The server to go through, or null. */
  jump: string | null;
  tags: Readonly<Record<string, string>>;
  /** Changes whenever host, port, user, credential, jump or pinned keys change: the session is then made anew. */
  connectionRevision: number;
}

/**
 * What the polling room asks of the rest of the house, given by main: who is watched, and how to log in.
 * Credentials are decrypted only for a login.
 */
export interface Directory {
  list(): Promise<PolledServer[]>;
  /** Rejects with Failure `server_not_found`, or an SshFailure `credential` when the secret can not be used. */
  target(serverId: string): Promise<SshTarget>;
  /** A key was seen on the wire: kept for the person who will compare it; pinned too when `pin` (trust-first, first login). */
  hostKeySeen(serverId: string, key: HostKey, pin: boolean): Promise<void>;
}

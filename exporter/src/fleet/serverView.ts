import type { Server } from '../../../contract/server.ts';
import { reasonMessage, type ServerStatus } from '../../../contract/status.ts';
import { instant } from '../clock.ts';
import { lasting } from '../lasting.ts';
import type { ServerRecord } from '../store/servers.ts';

/** What the polling room says of a server; undefined when it has not met it yet. */
export type StatusOf = (serverId: string) => ServerStatus | undefined;

/** A server's status right after a change too, before the polling room has acted on it. */
export function statusFor(server: { id: string; name: string; enabled: boolean }, statusOf: StatusOf, now: number): ServerStatus {
  const known = statusOf(server.id);
  const current = server.enabled ? known?.reason !== 'disabled' : known?.state === 'paused';
  if (known !== undefined && current) {
    return known.name === server.name ? known : { ...known, name: server.name };
  }
  const state = server.enabled ? 'pending' : 'paused';
  const reason = server.enabled ? 'never_polled' : 'disabled';
  return {
    id: server.id,
    name: server.name,
    state,
    reason,
    message: reasonMessage(reason),
    detail: null,
    since: instant(now),
    lastSeen: known?.lastSeen ?? null,
    nextAttempt: null,
  };
}

/** A server as the API shows it, without what changes by itself; no secret is in it. */
export function settingsOf({ id, name, host, port, username, tags, jump, interval, hostKeyPolicy, enabled, notes, auth }: ServerRecord) {
  const { type, passphraseSet, certificateSet, publicKey } = auth;
  return { id, name, host, port, username, tags, jump, interval, hostKeyPolicy, enabled, notes, auth: { type, passphraseSet, certificateSet, publicKey } };
}

/** What was shown last of records that are kept: a status that did not change is the same object. */
const shown = new WeakMap<ServerRecord, Server>();

export function serverOf(record: ServerRecord, status: ServerStatus): Server {
  const known = shown.get(record);
  if (known?.status === status) {
    return known;
  }
  const { revision, createdAt, updatedAt } = record;
  const server = lasting({ ...settingsOf(record), status, revision, createdAt: instant(createdAt), updatedAt: instant(updatedAt) });
  shown.set(record, server);
  return server;
}

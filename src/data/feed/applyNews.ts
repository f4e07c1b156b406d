import type { CompactVitals } from '../../../contract/vitals.ts';
import type { ServerStatus } from '../../../contract/status.ts';
import type { NewsOf } from './feedClient';

export type StatusById = ReadonlyMap<string, ServerStatus>;
export type VitalsById = ReadonlyMap<string, CompactVitals>;

/** The states after a message of the status topic. */
export function applyStatus(present: StatusById, message: NewsOf<'status'>): StatusById {
  if (message.type === 'snapshot') {
    return new Map(message.data.servers.map((status) => [status.id, status]));
  }
  const next = new Map(present);
  const { server, gone } = message.data;
  if (gone) {
    next.delete(server.id);
  } else {
    next.set(server.id, server);
  }
  return next;
}

/** The newest vitals after a message of the vitals topic: each names only those that were polled since the last. */
export function applyVitals(present: VitalsById, message: NewsOf<'vitals'>): VitalsById {
  const next = new Map(message.type === 'snapshot' ? [] : present);
  message.data.servers.forEach((vitals) => next.set(vitals.id, vitals));
  return next;
}

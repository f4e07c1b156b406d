import { reasonMessage, type ServerStatus, type StatusState } from '../../../contract/status.ts';
import { instant, type Clock } from '../clock.ts';
import { lasting } from '../lasting.ts';
import type { PollBus } from './events.ts';

/** What may be said of a server; what is left out is unknown or does not apply. */
export interface StatusChange {
  state: StatusState;
  reason?: string | undefined;
  detail?: string | undefined;
  nextAttempt?: number | undefined;
}

interface Entry extends StatusChange {
  name: string;
  since: string;
  lastSeen: number | undefined;
  /** As it is shown, until something else is: lists show a thousand of them again and again. */
  shown?: ServerStatus | undefined;
}

/** The state of every server, in memory: the truth begins anew with each start. */
export interface Statuses {
  /** Tells the bus when state or reason are others than before. */
  set(serverId: string, name: string, change: StatusChange): void;
  /** A poll worked just now. */
  seen(serverId: string, name: string): void;
  get(serverId: string): ServerStatus | undefined;
  list(): ServerStatus[];
  remove(serverId: string): void;
}

const orNull = (ms: number | undefined): string | null => (ms === undefined ? null : instant(ms));

export function createStatuses(clock: Clock, bus: PollBus): Statuses {
  const entries = new Map<string, Entry>();

  const show = (id: string, entry: Entry): ServerStatus =>
    (entry.shown ??= lasting({
      id,
      name: entry.name,
      state: entry.state,
      reason: entry.reason ?? null,
      message: entry.reason === undefined ? null : reasonMessage(entry.reason),
      detail: entry.detail ?? null,
      since: entry.since,
      lastSeen: orNull(entry.lastSeen),
      nextAttempt: orNull(entry.nextAttempt),
    }));

  const set = (serverId: string, name: string, change: StatusChange, lastSeen?: number): void => {
    const before = entries.get(serverId);
    const entry: Entry = {
      ...change,
      name,
      since: before?.state === change.state ? before.since : instant(clock.now()),
      lastSeen: lastSeen ?? before?.lastSeen,
    };
    entries.set(serverId, entry);
    if (
      before === undefined ||
      before.state !== entry.state ||
      before.reason !== entry.reason ||
      before.name !== name
    ) {
      bus.emit('status', show(serverId, entry));
    }
  };

  return {
    set: (serverId, name, change) => set(serverId, name, change),
    seen(serverId, name) {
      const entry = entries.get(serverId);
      if (entry?.state === 'up' && entry.name === name) {
        entry.lastSeen = clock.now();
        entry.shown = undefined;
      } else {
        set(serverId, name, { state: 'up' }, clock.now());
      }
    },
    get(serverId) {
      const entry = entries.get(serverId);
      return entry === undefined ? undefined : show(serverId, entry);
    },
    list: () => [...entries].map(([id, entry]) => show(id, entry)),
    remove: (serverId) => void entries.delete(serverId),
  };
}

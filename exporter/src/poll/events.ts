import { EventEmitter } from 'node:events';
import type { Family } from '../metrics/family.ts';
import type { ServerStatus } from '../../../contract/status.ts';

/** What one finished poll brought. */
export interface Polled {
  serverId: string;
  name: string;
  /** Exporter's clock, ms, at the end of the poll. */
  at: number;
  durationMs: number;
  families: readonly Family[];
}

/** What keeps a server that is up from telling all its metrics. */
export interface Troubles {
  serverId: string;
  name: string;
  /** Collectors that do not understand what they read. */
  failures: ReadonlyArray<{ collector: string; message: string }>;
  /** Why no command can be run there; what comes from commands is then missing. */
  commands: string | undefined;
}

/** What the polling room tells the rest of the house. */
export interface PollEvents {
  polled: [Polled];
  /** A poll failed. The values of the last one stay in `GET /metrics` until two polls are missed (latest.ts). */
  missed: [{ serverId: string; name: string; at: number; reason: string; detail: string }];
  /** Another part of a server's metrics is missing than before, or none any more. */
  troubles: [Troubles];
  /** A state or reason changed. */
  status: [ServerStatus];
  /** A login ended: `reason` is null when it worked. */
  login: [{ serverId: string; name: string; reason: string | null; durationMs: number }];
  /** A session began (specs are read then) or ended. */
  connected: [{ serverId: string; name: string; at: number }];
  disconnected: [{ serverId: string; name: string; at: number; reason: string }];
}

export type PollBus = EventEmitter<PollEvents>;
export const createPollBus = (): PollBus => new EventEmitter<PollEvents>();

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

/** What the polling room tells the rest of the house. */
export interface PollEvents {
  polled: [Polled];
  /** A poll failed; the values of this server are gone. */
  missed: [{ serverId: string; name: string; at: number; reason: string; detail: string }];
  /** Collectors of a server began or ceased to misunderstand their sources: those that do so now. */
  troubles: [{ serverId: string; name: string; failures: ReadonlyArray<{ collector: string; message: string }> }];
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

import { EventEmitter } from 'node:events';
import type { Run } from '../../../../contract/run.ts';

/** What runs tell while they go on; the feed's topic `run` is made from it. */
export interface RunEvents {
  /** A run was queued, began or ended. */
  state: [Run];
  output: [{ runId: string; batch: string; serverId: string; stream: 'stdout' | 'stderr'; text: string }];
}

export type RunBus = EventEmitter<RunEvents>;
export const createRunBus = (): RunBus => new EventEmitter<RunEvents>();

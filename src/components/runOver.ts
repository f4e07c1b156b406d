import type { RunState } from '../../contract/run.ts';

/** Whether nothing more comes of a run. */
export const runOver = (state: RunState): boolean => state !== 'queued' && state !== 'running';

import type { Family } from '../metrics/family.ts';
import type { Read, Run, Snapshot } from '../snapshot/snapshot.ts';

/**
 * One of node_exporter's collectors, without its I/O: it names what it reads and runs, and turns a snapshot into families.
 * Pure: reads no clock, writes no log, keeps no state. A missing source means no family (return fewer, or none);
 * a source that can not be parsed is an error (throw), which costs this collector alone.
 */
export interface Collector {
  /** node_exporter's name: the file's name, the flag's, the `collector` label's. */
  name: string;
  reads: readonly Read[];
  runs?: readonly Run[];
  /**
   * Returns the families, or `undefined` when there is nothing to read on this server (node_exporter's ErrNoData: success 0).
   * `before`: what it returned last time for this server, for the rare counter that must not run backwards.
   */
  collect(snapshot: Snapshot, before?: readonly Family[]): Family[] | undefined;
  /** More families, from sources that are not fast: computed anew only when those were read anew. */
  collectSlow?(snapshot: Snapshot): Family[];
}

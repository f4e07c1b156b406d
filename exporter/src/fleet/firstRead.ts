import type { Clock } from '../clock.ts';
import type { Family } from '../metrics/family.ts';
import { createServerMemory } from '../snapshot/memory.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Sources } from '../snapshot/sources.ts';
import type { Session } from '../ssh/session.ts';

/** Reads a server once, without its commands: the proof that all of the way there works. */
export type FirstRead = (session: Session, signal: AbortSignal) => Promise<Family[]>;

export interface FirstReadOptions {
  sources: Sources;
  collect: (snapshot: Snapshot) => Family[];
  clock: Clock;
  nonce: () => string;
}

export const createFirstRead =
  ({ sources, collect, clock, nonce }: FirstReadOptions): FirstRead =>
  async (session, signal) => {
    const memory = createServerMemory({ sources, intervalMs: () => 15_000, clock, nonce });
    const plan = memory.plan();
    memory.take(plan, await session.read(plan, signal));
    const families = collect(memory.snapshot);
    memory.close();
    return families;
  };

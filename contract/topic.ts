import type { z } from 'zod';
import type { Role } from './endpoint.ts';

/**
 * One topic of the feed: who may subscribe, what narrows it, and what comes.
 * `delivery`: `every` change is told, in order, and what a slow client loses is counted; or only the `latest` of each key.
 * `resume`: changes are kept for a while, so that a short drop loses none.
 */
export interface Topic<Filter extends z.ZodType = z.ZodType, Snapshot extends z.ZodType = z.ZodType, Change extends z.ZodType = z.ZodType> {
  role: Role;
  summary: string;
  delivery: 'every' | 'latest';
  resume: boolean;
  /** What a subscription may say beside id and topic. */
  filter: Filter;
  /** The data of the message that comes first. */
  snapshot: Snapshot;
  /** The data of each message after it. */
  change: Change;
}

/** Keeps the exact schema types of a row. */
export const topic = <F extends z.ZodType, S extends z.ZodType, C extends z.ZodType>(row: Topic<F, S, C>): Topic<F, S, C> => row;

export type FilterOf<T> = T extends Topic<infer F, z.ZodType, z.ZodType> ? z.output<F> : never;
export type SnapshotOf<T> = T extends Topic<z.ZodType, infer S, z.ZodType> ? z.input<S> : never;
export type ChangeOf<T> = T extends Topic<z.ZodType, z.ZodType, infer C> ? z.input<C> : never;

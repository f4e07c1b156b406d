import { RE2JS } from 're2js';
import { remembered } from '../metrics/remembered.ts';

/** True for the names that are kept. */
export type Filter = (name: string) => boolean;

/** Keeps what matches `include` and not `exclude`; an empty pattern does nothing. RE2 syntax, as node_exporter's flags have it. */
export function filter(include: string, exclude: string): Filter {
  const wanted = include === '' ? undefined : RE2JS.compile(include);
  const unwanted = exclude === '' ? undefined : RE2JS.compile(exclude);
  // The names of a fleet are few, and a match of RE2 takes as long as the rest of a collector.
  return remembered(
    (name) => (unwanted === undefined || !unwanted.test(name)) && (wanted === undefined || wanted.test(name))
  );
}

import { parseDuration } from '../duration.ts';
import { Failure } from '../errors.ts';

const shortest = 1_000;
const longest = 3_600_000;

/** Milliseconds between polls of a server; `null` leaves it to the exporter. */
export function checkInterval(interval: string | null): number | null {
  const ms = interval === null ? null : parseDuration(interval);
  if (ms === undefined || (ms !== null && (ms < shortest || ms > longest))) {
    const message = 'a duration from 1s to 1h, with larger units first';
    throw new Failure('unprocessable', { message: `The interval should be ${message}.`, details: [{ field: 'interval', message }] });
  }
  return ms;
}

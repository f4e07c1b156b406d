import { createHash } from 'node:crypto';

/** A number from 0 to 1 that is always the same for one server and spreads servers evenly. */
export const shareOf = (serverId: string): number =>
  createHash('md5').update(serverId).digest().readUIntBE(0, 6) / 2 ** 48;

/** The next instant of a server's own beat that is later than `after`. */
export function nextBeat(share: number, intervalMs: number, after: number): number {
  const phase = share * intervalMs;
  return (Math.floor((after - phase) / intervalMs) + 1) * intervalMs + phase;
}

import type { Tier } from './snapshot.ts';

/** How long a tier's values may stay, in milliseconds. Fast is every poll, whatever the interval. */
export const tierPeriod: Readonly<Record<Tier, number>> = { fast: 0, medium: 60_000, slow: 300_000, static: 3_600_000 };
export const tiers = Object.keys(tierPeriod) as Tier[];

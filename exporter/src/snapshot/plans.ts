import type { ReadPlan } from '../ssh/session.ts';
import type { Expansion } from './globRun.ts';
import type { Tier } from './snapshot.ts';
import { noPaths, type Paths } from './sortReads.ts';
import { tiers } from './tiers.ts';

/** What a poll reads, and which tiers are done with it. */
export interface TierPlan extends ReadPlan {
  readonly tiers: readonly Tier[];
  /** What of it is kept after the poll: all but the fast tier. */
  readonly lasting: ReadPlan;
  /** The expansion of the globs it holds; another one has to be read again. */
  readonly expansion: Expansion;
}

/**
 * The paths to read when these tiers are due; with `unread`, also all that the globs stand for, whatever tier it is of.
 * The same question has the same object as its answer, whichever server it is about: a reader keeps what it made of one.
 */
export type Plans = (due: readonly Tier[], expansion: Expansion, unread: boolean) => TierPlan;

export function createPlans(plain: Readonly<Record<Tier, Paths>>): Plans {
  const known = new WeakMap<Expansion, Map<string, TierPlan>>();

  const make = (due: readonly Tier[], expansion: Expansion, unread: boolean): TierPlan => {
    const pathsOf = (some: readonly Tier[]): ReadPlan => {
      const sets = some.flatMap((tier) => [
        due.includes(tier) ? plain[tier] : noPaths,
        due.includes(tier) || unread ? expansion.paths[tier] : noPaths,
      ]);
      return {
        files: [...new Set(sets.flatMap((set) => set.files))],
        links: [...new Set(sets.flatMap((set) => set.links))],
      };
    };
    return { ...pathsOf(tiers), lasting: pathsOf(tiers.filter((tier) => tier !== 'fast')), tiers: due, expansion };
  };

  return (due, expansion, unread) => {
    const plans = known.get(expansion) ?? new Map<string, TierPlan>();
    known.set(expansion, plans);
    const key = `${due.join()} ${unread}`;
    const plan = plans.get(key) ?? make(due, expansion, unread);
    plans.set(key, plan);
    return plan;
  };
}
